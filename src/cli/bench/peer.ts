import type { Given, Results } from './network.ts';
import type { Size } from './size.ts';
import type { BenchCell, Work } from './work.ts';

/** Another library that does the same work, in a process of its own. */
export interface Peer {
  readonly name: string;
  /** Starts it on so many threads. Throws `no-peer`, with the remedy, where it is not installed. */
  start(threads: number): Promise<PeerProcess>;
}

export interface PeerTask {
  readonly cell: BenchCell;
  readonly work: Work;
  readonly size: Size;
}

/** One process does one task: the threads of one task can take nothing from another. */
export interface PeerProcess {
  /** As `PyTorch 2.13.0`. */
  readonly about: string;
  /**
   * Sets the task up with our weights and input, and does it once. Gives what came out: outputs, and in training the
   * gradients by the names of our weights; or why it cannot do this task.
   */
  prepare(task: PeerTask, given: Given): Promise<Results | LeftOut>;
  /** Does the task `untimed` times and then `runs` times: the mean seconds of these; undefined if it has ended. */
  turn(runs: number, untimed: number): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Why a peer has no time for a task. */
export class LeftOut {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
