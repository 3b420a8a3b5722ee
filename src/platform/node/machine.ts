import { arch, cpus, release, totalmem, type } from 'node:os';
import type { Machine } from '../platform.ts';

/** The machine that Node runs on. Its processor is asked for only where it is shown, since that takes time. */
export const machine: Machine = {
  system: `${type()} ${release()} ${arch()}`,
  get processor() {
    return cpus()[0]?.model.trim() || 'unknown';
  },
  memory: totalmem(),
  runtime: `Node ${process.versions.node}`,
};
