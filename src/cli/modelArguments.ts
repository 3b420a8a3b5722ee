import type { StoredModel } from '../formats/model/manifest.ts';
import type { Host } from './host.ts';
import { loadModel } from './loadModel.ts';
import { firstOperand } from './options/firstOperand.ts';
import type { Given } from './options/optionSpec.ts';
import { type CommandSpec, parseArguments } from './options/parseArguments.ts';
import type { AnyTask } from './tasks.ts';

/** The arguments of a command whose first operand is a model. */
export interface ModelArguments {
  readonly folder: string;
  readonly model: StoredModel;
  readonly task: AnyTask;
  /** After the model. */
  readonly operands: readonly string[];
  readonly given: Given;
}

/**
 * Which options there are depends on the model's task, so the model is opened first; `specOf` gets no task where help
 * is asked for without a model. Undefined where help was printed.
 */
export async function modelArguments(
  host: Host,
  args: readonly string[],
  specOf: (task?: AnyTask) => CommandSpec,
): Promise<ModelArguments | undefined> {
  const [first] = firstOperand(args);
  const opened = first === undefined ? undefined : await loadModel(host, first);
  const parsed = await parseArguments(host, specOf(opened?.task), args);
  if (parsed === undefined) return undefined;
  const [folder, ...operands] = parsed.operands;
  return { folder, ...(opened ?? (await loadModel(host, folder))), operands, given: parsed.given };
}
