import type { Size } from './size.ts';
import type { BenchCell, Work } from './work.ts';

/** Another library that does the same work, in a process of its own. */
export interface Peer {
  readonly name: string;
  /** Starts it on so many threads; undefined where it is not installed. */
  start(threads: number): Promise<PeerProcess | undefined>;
}

export interface PeerProcess {
  /** Does the work once, in what is set up at the first call for it, and gives the seconds that it took. */
  time(cell: BenchCell, work: Work, size: Size): Promise<number>;
  close(): void;
}

/** The peers that `bench` knows. */
export const peers: readonly Peer[] = [];
