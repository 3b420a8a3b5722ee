import type { Given } from '../network.ts';
import type { PeerProcess } from '../peer.ts';

/** Work of a contest; plain data, which goes to the contestants as JSON. */
export interface Task {
  readonly name: string;
}

/** Work that every contestant does in a process of its own, so that its memory can be told too. */
export interface Contest<T extends Task = Task> {
  readonly name: string;
  /** What all must agree on before anything is timed: tasks done from the same numbers. */
  readonly checks: () => Promise<readonly { readonly task: T; readonly given: Given }[]>;
  readonly tasks: readonly T[];
  /** The peers' programs in bench/peers, by the peer's name; a peer without one does not take part. */
  readonly programs: { readonly torch?: string };
  /** How much work a task is, to tell a rate. */
  readonly units: (task: T) => { readonly count: number; readonly name: string };
}

/** Who takes part. */
export interface Contestant<T extends Task> {
  readonly name: string;
  /** Starts a process on so many threads. Throws `no-peer`. */
  start(threads: number): Promise<PeerProcess<T>>;
}

/** What a contestant needed for a task. */
export interface ContestRow {
  readonly by: string;
  readonly task: string;
  readonly threads: number;
  /** Median of one run. */
  readonly seconds: number;
  readonly turns: number;
  /** Units of work per second. */
  readonly rate: number;
  /** Bytes, since the process started. */
  readonly peakMemory: number | null;
}

/** A peer's need over ours: above 1 where ours is less. */
export interface ContestRatio {
  readonly peer: string;
  readonly backend: string;
  readonly task: string;
  readonly threads: number;
  /** Of seconds. */
  readonly ratio: number;
  /** Of peak memory. */
  readonly memory: number | null;
}

export interface ContestReport {
  readonly name: string;
  /** What the rates of its rows count. */
  readonly units: string;
  readonly rows: readonly ContestRow[];
  readonly ratios: readonly ContestRatio[];
}
