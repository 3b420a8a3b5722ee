import {
  type TranslateArchitecture,
  type TranslateModel,
  translateModel,
} from '../../../src/tasks/translate/translateModel.ts';
import type { Context } from '../../../src/tensor/context.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { expectWeightGradients } from '../expectWeightGradients.ts';

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

/** Holds the gradients of a loss against central differences, for every weight of a translator. */
export const expectGradients = (
  architecture: TranslateArchitecture,
  lossOf: (model: TranslateModel, context: Context) => Tensor,
): void =>
  expectWeightGradients((context) => {
    const model = translateModel(context, architecture, 5);
    return { parameters: model.parameters, loss: () => lossOf(model, context) };
  });
