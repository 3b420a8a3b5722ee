import type { Platform } from '../platform.ts';
import { files } from './files.ts';
import { gunzip } from './gunzip.ts';
import { parentPort } from './parentPort.ts';
import { hostProcess } from './process.ts';
import { resource } from './resource.ts';
import { sha256 } from './sha256.ts';
import { startPoolWorker } from './startPoolWorker.ts';
import { startWorker } from './startWorker.ts';

/** A page or a worker of a browser. */
export const platform: Platform = {
  name: 'browser',
  files,
  process: hostProcess,
  processors: navigator.hardwareConcurrency,
  machine: { system: 'browser', processor: 'unknown', memory: undefined, runtime: navigator.userAgent },
  now: () => performance.now(),
  resource,
  gunzip,
  sha256,
  startPoolWorker,
  startWorker: (_, make) => startWorker(make),
  parentPort,
  native: undefined,
  programs: undefined,
  serve: undefined,
};
