import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { type Answerer, answerer } from './answerer.ts';
import { asRead, type Example } from './asRead.ts';
import { answerData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { AnswerOptions } from './options.ts';
import { checkStored } from './storedAnswerer.ts';

export type { Answer, Answerer, AnswerRequest, UsedFact } from './answerer.ts';
export type { Example, Question } from './asRead.ts';
export type { AnswerOptions } from './options.ts';

/**
 * Trains a model that answers questions about stories; a tenth of the stories is held out to validate on, unless `valid` or
 * `validFraction` says otherwise. Questions with the same context are about the same story. Throws `bad-data`,
 * `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  examples: readonly Example[],
  options: Omit<AnswerOptions, 'validFile'> & FitOptions & { readonly valid?: readonly Example[] } = {},
): Promise<Answerer> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const data = await answerData(platform, asRead(examples), {
    ...given,
    name: 'questions',
    valid: valid && asRead(valid),
    known: given.from && checkStored(given.from.manifest).vocabulary,
  });
  return answerer(await fitTask('answer', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Answerer> {
  return answerer(model, engine);
}
