import type { Platform } from '../../../platform/platform.ts';
import type { Programs } from '../../../platform/program.ts';
import type { Seat } from '../seat.ts';
import { startPeer } from '../startPeer.ts';
import type { Contestant, Task } from './contest.ts';

/** Ourselves on a backend, in the process that the contest's `serve` module is. */
export function ourselves<T extends Task>(
  contest: string,
  backend: Seat['backend'],
  programs: Programs,
  platform: Platform,
): Contestant<T> {
  return {
    name: backend,
    start(threads) {
      const seat: Seat = { backend, threads };
      return startPeer(platform, {
        name: `unrolled ${backend}`,
        remedy: 'See unrolled doctor.',
        program: () =>
          programs.start(programs.runtime, [
            ...programs.module(`cli/bench/${contest}/serve`),
            JSON.stringify(seat),
          ]),
      });
    },
  };
}

/** PyTorch, by a program in bench/peers. */
export function torch<T extends Task>(script: string, programs: Programs, platform: Platform): Contestant<T> {
  const python = platform.process.environment('UNROLLED_PYTHON') ?? 'python3';
  return {
    name: 'torch',
    start: (threads) =>
      startPeer(platform, {
        name: 'torch',
        remedy: `Install PyTorch for ${python}, or name a Python that has it in UNROLLED_PYTHON.`,
        program: () =>
          programs.start(python, [programs.path(`bench/peers/${script}`), String(threads)], {
            OMP_NUM_THREADS: String(threads),
          }),
      }),
  };
}
