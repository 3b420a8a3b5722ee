import {
  encodeText,
  vocabularyFromJSON,
  vocabularySize,
  vocabularyToJSON,
} from '../../data/text/vocabulary.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { carriedStack } from '../../nn/stack/carriedStack.ts';
import { permutation, stream } from '../../support/random.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { adamw } from '../../train/optimizers/adamw.ts';
import type { Optimizer } from '../../train/optimizers/optimizer.ts';
import { sgd } from '../../train/optimizers/sgd.ts';
import { budgetOf } from '../budgetOf.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import { warmedCosine } from '../warmedCosine.ts';
import { symbolCounts, vocabularyOf } from './corpus.ts';
import type { TextData } from './data.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import { type LanguageArchitecture, languageModel } from './languageModel.ts';
import { type CompleteOptions, completeOptions, type GenerateOptions } from './options.ts';
import { packedSymbols } from './packedSymbols.ts';
import { probesOf } from './probes.ts';
import { scoreText } from './score.ts';
import { checkStored, type StoredLanguage } from './storedLanguage.ts';
import { trainedText } from './trainedText.ts';

/** Lanes of the validation during training: a compromise between speed and the cost of starting from zero. */
const VALIDATION_LANES = 32;

/** A chunk of an epoch: `shift` symbols are left out at the start, so that epochs cut the text elsewhere. */
interface Chunk {
  readonly shift: number;
  readonly at: number;
  readonly steps: number;
}

/**
 * Trains a recurrent language model by truncated backpropagation through time: lanes read the text side by side and
 * carry their state from chunk to chunk. Throws as `Task.fit`.
 */
export async function fit(data: TextData, options: GenerateOptions, runtime: Runtime): Promise<StoredModel> {
  const complete = completeOptions(options, data.text.length);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('generate', options, fixedOf(before));
  const vocabulary = before ? vocabularyFromJSON(before.vocabulary) : vocabularyOf(data.text, complete);
  const architecture = before?.architecture ?? architectureOf(complete, vocabularySize(vocabulary));
  const language: StoredLanguage = {
    architecture,
    vocabulary: { ...vocabularyToJSON(vocabulary), counts: symbolCounts(vocabulary, data.text) },
  };
  const trained = await trainedText(data.text);
  const context = await openContext(runtime);
  try {
    const model = languageModel(context, architecture, complete.seed);
    loadFrom(model.parameters, runtime.from);
    const symbols = encodeText(vocabulary, data.text);
    const valid = encodeText(vocabulary, data.valid);
    const lanes = lanesCache(symbols, complete);
    const stepsPerEpoch = lanes(0).chunks.length;
    const carried = carriedStack(context, model.stack, lanes(0).count);
    return await fitModel<Chunk>({
      describe: {
        task: 'generate',
        ...language,
        data: { name: data.name, sha256: data.sha256, symbols: symbols.length, trained },
        seed: complete.seed,
      },
      options: complete,
      probes: () => probesOf(context, model, symbols),
      runtime,
      train: {
        context,
        parameters: model.parameters,
        optimizer: optimizerOf(model.parameters, complete),
        schedule: warmedCosine(complete, stepsPerEpoch, { warm: 200, shrink: 50, patience: 1 }),
        budget: budgetOf(complete),
        clip: { norm: complete.clip },
        seed: complete.seed,
        batches: (epoch) => {
          const shift = shiftOf(epoch, complete, symbols.length);
          return lanes(shift).chunks.map((chunk) => ({ ...chunk, shift }));
        },
        loss({ shift, ...chunk }, pass) {
          const { count, read } = lanes(shift);
          const { inputs, targets } = read(chunk);
          if (chunk.at === 0) carried.clear();
          const next = context.tensor(targets, [targets.length], 'int32');
          const { loss, final } = model.loss(packedSymbols(context, inputs, count), next, {
            initial: carried.state,
            pass,
          });
          carried.keep(final);
          return { loss, tokens: targets.length };
        },
        carried: {
          save: () => ({ tensors: carried.save(), json: null }),
          load: ({ tensors }) => carried.load(tensors),
        },
        ...(valid.length > 1
          ? {
              validate: () => ({
                loss: scoreText(context, model, valid, { lanes: lanesFor(valid), steps: 128 }),
              }),
            }
          : {}),
      },
    });
  } finally {
    context.close();
  }
}

const optimizerOf = (
  parameters: Parameters,
  { optimizer, weightDecay }: Pick<CompleteOptions, 'optimizer' | 'weightDecay'>,
): Optimizer =>
  optimizer === 'sgd' ? sgd(parameters, { weightDecay }) : adamw(parameters, { weightDecay, beta2: 0.99 });

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ architecture, vocabulary }: StoredLanguage): Fixed => {
  const { embedding, hidden, layers, dropout, tied = false } = architecture;
  return { unit: vocabulary.unit, cell: architecture.cell.cell, embedding, hidden, layers, dropout, tied };
};

/** Few lanes for short texts: each should read at least a few hundred symbols. */
const lanesFor = (symbols: Int32Array): number =>
  Math.max(1, Math.min(VALIDATION_LANES, Math.floor(symbols.length / 400)));

function architectureOf(options: CompleteOptions, symbols: number): LanguageArchitecture {
  const { cell, hidden, layers, embedding, dropout, tied } = options;
  return {
    symbols,
    embedding,
    cell: taskCell(cell),
    hidden,
    layers,
    dropout,
    ...(tied && { tied }),
  };
}

/** The lanes of each shift, made once. */
function lanesCache(symbols: Int32Array, { batch, context }: CompleteOptions): (shift: number) => Lanes {
  const made = new Map<number, Lanes>();
  return (shift) => {
    const lanes = made.get(shift) ?? lanesOf(symbols, { count: batch, steps: context, shift });
    made.set(shift, lanes);
    return lanes;
  };
}

/** How many symbols epoch `epoch` leaves out at the start: a pure function of seed and epoch; none in a short text. */
function shiftOf(epoch: number, { context, batch, seed }: CompleteOptions, symbols: number): number {
  if (epoch === 0 || symbols < 8 * context * batch) return 0;
  return permutation(stream(seed, 0x1a7e, epoch), context)[0];
}
