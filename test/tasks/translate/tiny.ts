import {
  type TranslateArchitecture,
  type TranslateModel,
  translateModel,
} from '../../../src/tasks/translate/translateModel.ts';
import type { Context } from '../../../src/tensor/context.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { expectGradients } from '../expectGradients.ts';

/** A small translator: what is not given decides nothing. */
export const tiny = {
  sourceSymbols: 7,
  targetSymbols: 7,
  shared: false,
  embedding: 3,
  cell: { cell: 'gru' },
  hidden: 3,
  layers: 1,
  bidirectional: true,
  decoderHidden: 4,
  conditioning: 'bahdanau',
  score: 'additive',
  inputFeeding: false,
  bridge: 'tanh',
  dropout: 0,
} as const satisfies TranslateArchitecture;

/** Holds the gradients of a translator's loss against central differences. */
export const expectTranslateGradients = (
  architecture: TranslateArchitecture,
  lossOf: (model: TranslateModel, context: Context) => Tensor,
): void => expectGradients((context) => translateModel(context, architecture, 5), lossOf);
