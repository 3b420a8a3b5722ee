import { checkNear } from './check.ts';
import type { Contender } from './measure.ts';
import type { CheckedCell } from './ourRuns.ts';
import { LeftOut, type Peer, type PeerProcess, type PeerTask } from './peer.ts';
import { formatSize } from './size.ts';

/** A task that a peer does on so many threads. */
export interface PeerRun extends Contender, PeerTask {
  readonly peer: string;
  readonly threads: number;
}

/**
 * Starts a peer on a task, for a cell whose right results are known; `started` takes its process, to be closed at the
 * end. It is timed only after it has given the same numbers as we: outputs, and in training the gradients of all
 * weights. Throws `wrong-result`.
 */
export async function peerRun(
  peer: Peer,
  threads: number,
  task: PeerTask,
  { given, computed }: Pick<CheckedCell, 'given' | 'computed'>,
  started: (process: PeerProcess) => void,
): Promise<PeerRun | LeftOut> {
  const process = await peer.start(threads);
  started(process);
  const results = await process.prepare(task, given);
  if (results instanceof LeftOut) return results;
  const { output } = computed.results;
  const want = task.work === 'train' ? computed : { ...computed, results: { output } };
  const where = `${task.cell} ${task.work} ${formatSize(task.size)}`;
  checkNear(where, { by: peer.name, threads, results }, want);
  return { peer: peer.name, threads, ...task, turn: (runs, untimed) => process.turn(runs, untimed) };
}
