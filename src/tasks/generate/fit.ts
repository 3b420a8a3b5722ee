import { openContext } from '../../tensor/openContext.ts';
import {
  encodeText,
  vocabularyFromJSON,
  vocabularySize,
  vocabularyToJSON,
} from '../../data/text/vocabulary.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { carriedStack } from '../../nn/stack/carriedStack.ts';
import { fail } from '../../support/errors.ts';
import { permutation, stream } from '../../support/random.ts';
import { fitModel } from '../../train/fitModel.ts';
import { adamw } from '../../train/optimizers/adamw.ts';
import { loadWeights } from '../../train/storedState.ts';
import type { Runtime } from '../task.ts';
import { symbolCounts, vocabularyOf } from './corpus.ts';
import type { TextData } from './data.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import { type LanguageArchitecture, languageModel } from './languageModel.ts';
import { type CompleteOptions, completeOptions, type GenerateOptions } from './options.ts';
import { packedSymbols } from './packedSymbols.ts';
import { probesOf } from './probes.ts';
import { learningRate } from './learningRate.ts';
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
  if (before && !runtime.resume) refuseChanges(options, before);
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
    if (runtime.from)
      loadWeights(model.parameters, runtime.from.blobs.weights, runtime.from.manifest.files.weights.name);
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
        optimizer: adamw(model.parameters, { weightDecay: complete.weightDecay, beta2: 0.99 }),
        schedule: learningRate(complete, stepsPerEpoch),
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

/** What a trained model is stays as it is. */
function refuseChanges(options: GenerateOptions, { architecture, vocabulary }: StoredLanguage): void {
  const { embedding, hidden, layers, dropout } = architecture;
  const is = { unit: vocabulary.unit, cell: architecture.cell.cell, embedding, hidden, layers, dropout };
  for (const [name, value] of Object.entries(is)) {
    const given = options[name as keyof typeof is];
    if (given === undefined || given === value) continue;
    fail(
      'bad-argument',
      'generate',
      `${name} is ${given}, but the model to go on from was made with ${value}`,
      'Leave the option out, or train a new model without --from',
    );
  }
}

/** Few lanes for short texts: each should read at least a few hundred symbols. */
const lanesFor = (symbols: Int32Array): number =>
  Math.max(1, Math.min(VALIDATION_LANES, Math.floor(symbols.length / 400)));

function architectureOf(options: CompleteOptions, symbols: number): LanguageArchitecture {
  const { cell, hidden, layers, embedding, dropout } = options;
  return {
    symbols,
    embedding,
    cell: cell === 'lstm' ? { cell, forgetBias: 1 } : ({ cell } as LanguageArchitecture['cell']),
    hidden,
    layers,
    dropout,
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

function budgetOf({ epochs, steps, maxMinutes }: CompleteOptions): {
  epochs?: number;
  steps?: number;
  minutes?: number;
} {
  return {
    ...(epochs === undefined ? {} : { epochs }),
    ...(steps === undefined ? {} : { steps }),
    ...(maxMinutes === undefined ? {} : { minutes: maxMinutes }),
  };
}
