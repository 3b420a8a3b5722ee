import { checkNear } from './check.ts';
import type { Contender } from './measure.ts';
import type { CheckedCell } from './ourRuns.ts';
import type { Peer, PeerTask } from './peer.ts';
import { formatSize } from './size.ts';
import { startOrReason } from './startOrReason.ts';
import { peerCells } from './work.ts';

/** A task that a peer does on so many threads. */
export interface PeerRun extends Contender {
  readonly peer: string;
  readonly threads: number;
  readonly task: PeerTask;
  /** What it does instead of the task. */
  readonly instead?: string;
  /** Ends its process. */
  close(): Promise<void>;
}

/**
 * Starts a peer on a task, for a cell whose right results are known; gives the reason where it cannot do it. It is
 * timed only after it has given the same numbers as we: outputs, and in training the gradients of all weights.
 * Throws `wrong-result`.
 */
export async function peerRun(
  peer: Peer,
  threads: number,
  task: PeerTask,
  { given, computed }: Pick<CheckedCell, 'given' | 'computed'>,
): Promise<PeerRun | string> {
  if (!peerCells.includes(task.cell)) return 'it has no such cell';
  const process = await startOrReason(peer, threads);
  if (typeof process === 'string') return process;
  let isReady = false;
  try {
    const run = { peer: peer.name, threads, task, turn: process.turn, close: process.close };
    const prepared = await process.prepare(task, given);
    if ('leftOut' in prepared) return prepared.leftOut;
    if ('results' in prepared) {
      const { output } = computed.results;
      const want = task.work === 'train' ? computed : { ...computed, results: { output } };
      const where = `${task.cell} ${task.work} ${formatSize(task.size)}`;
      checkNear(where, { by: peer.name, threads, results: prepared.results }, want);
    }
    isReady = true;
    return 'instead' in prepared ? { ...run, instead: prepared.instead } : run;
  } finally {
    if (!isReady) await process.close();
  }
}
