import { availableParallelism } from 'node:os';
import type { Platform } from '../platform.ts';
import { files } from './files.ts';
import { gunzip } from './gunzip.ts';
import { machine } from './machine.ts';
import { native } from './native.ts';
import { parentPort } from './parentPort.ts';
import { hostProcess } from './process.ts';
import { programs } from './programs.ts';
import { resource } from './resource.ts';
import { serve } from './serve.ts';
import { sha256 } from './sha256.ts';
import { startPoolWorker } from './startPoolWorker.ts';
import { startWorker } from './startWorker.ts';

/** Node.js 20.19 or later. */
export const platform: Platform = {
  name: 'node',
  files,
  process: hostProcess,
  processors: availableParallelism(),
  machine,
  now: () => performance.now(),
  resource,
  gunzip,
  sha256,
  startPoolWorker,
  startWorker: (module) => startWorker(module),
  parentPort,
  native,
  programs,
  serve,
};
