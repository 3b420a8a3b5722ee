import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { memoryData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import { type MemoryNetwork, memoryNetwork } from './memoryNetwork.ts';
import type { MemoryOptions } from './options.ts';

export type { MemoryAnswer, MemoryNetwork, TestOptions } from './memoryNetwork.ts';
export type { MemoryOptions } from './options.ts';
export type { MadeSequence, Problem } from './problems/problem.ts';
export { problems } from './problems/problems.ts';

/**
 * Trains a network on a problem of memory: adding, copy, temporal-order, dyck or parity. Throws `bad-argument`,
 * `interrupted`, `not-finite`.
 */
export async function fit(
  problem: string,
  options: Omit<MemoryOptions, 'validFraction' | 'validFile'> & FitOptions = {},
): Promise<MemoryNetwork> {
  const split = splitOptions(options);
  const data = await memoryData(platform, [problem]);
  return memoryNetwork(await fitTask('memory', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<MemoryNetwork> {
  return memoryNetwork(model, engine);
}
