import type { Context } from '../../tensor/context.ts';
import type { Coding } from './coding.ts';
import type { Languages } from './storedTranslator.ts';
import type { TranslateModel } from './translateModel.ts';

/** A model that is ready to translate, or several of the same languages that do so together. */
export interface Opened {
  readonly context: Context;
  readonly models: readonly TranslateModel[];
  /** Whether all of them attend, to the same places. */
  readonly attends: boolean;
  readonly languages: Languages;
  readonly coding: Coding;
}
