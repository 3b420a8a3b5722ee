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
export interface PeerProcess<Task extends object = PeerTask> {
  /** As `PyTorch 2.13.0`. */
  readonly about: string;
  /** Sets the task up with our weights and input, and does it once. */
  prepare(task: Task, given: Given): Promise<Prepared>;
  /** Does the task `untimed` times and then `runs` times: the mean seconds of these; undefined if it has ended. */
  turn(runs: number, untimed: number): Promise<number | undefined>;
  /** The most main memory that it has held, in bytes; undefined where the system does not say. */
  peakMemory(): Promise<number | undefined>;
  close(): Promise<void>;
}

export type Prepared =
  /** What came out: outputs, and in training the gradients by the names of our weights. */
  | { readonly results: Results }
  /** It has no such work; this is what it does instead. */
  | { readonly instead: string }
  /** It cannot do this task, and why. */
  | { readonly leftOut: string };
