import { mostFrequent } from '../../data/text/mostFrequent.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import type { TrainOptions } from '../../train/trainOptions.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import type { TranslateData } from './data.ts';
import { codingOf } from './coding.ts';
import { type CompleteOptions, completeOptions, type TranslateOptions } from './options.ts';
import type { Opened } from './opened.ts';
import { probesOf } from './probes.ts';
import { meanRisk, riskLoss } from './riskTraining.ts';
import { samplingShare } from './scheduledSampling.ts';
import { scorePairs } from './scorePairs.ts';
import { coderOf, sideOf } from '../../data/text/coder/side.ts';
import { checkStored, type StoredTranslator } from './storedTranslator.ts';
import { translateModel } from './translateModel.ts';

/** The stream of the order of pairs below a seed. */
const ORDER = 0x747273;

/** What is learned, and what of it is validated. */
type Learning = Pick<TrainOptions<readonly number[]>, 'loss' | 'validate' | 'monitor'>;

/** Trains a translator; with held-out pairs the weights with the lowest loss on them are kept. Throws as `Task.fit`. */
export async function fit(
  data: TranslateData,
  options: TranslateOptions,
  runtime: Runtime,
): Promise<StoredModel> {
  const complete = completeOptions(options);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('translate', options, fixedOf(before));
  const { architecture, languages } = before ? withCoverage(before, complete) : describe(data, complete);
  const coding = codingOf({ architecture, languages });
  const { pairs, valid } = data;
  const { seed, smoothing, coverage, risk, riskSharpness } = complete;
  const { score } = architecture;
  const sources = pairs.map(({ source }) => coding.ofSource(source));
  const targets = pairs.map(({ source, target = '' }) => coding.ofTarget(target, source));
  const ownAt = ownSymbols(complete, pairs.length);
  if (risk > 0 && !stored) {
    const remedy = 'Train a model without it first, and go on from that with --from';
    fail('bad-argument', 'translate', 'risk, and no model to go on from', remedy);
  }
  const context = await openContext(runtime);
  try {
    const model = translateModel(context, architecture, seed);
    loadFrom(startCoverage(model.parameters, runtime.from), runtime.from);
    const lengths = sources.map(({ length }, k) => length + targets[k].length);
    const byLikelihood: Learning = {
      loss: (ids, pass) =>
        model.loss(
          { sources: ids.map((id) => sources[id]), targets: ids.map((id) => targets[id]), ids },
          pass,
          { smoothing, own: ownAt(pass.step), coverage },
        ),
      ...(valid.length > 0 && { validate: () => ({ loss: scorePairs(context, model, coding, valid) }) }),
    };
    const opened: Opened = { context, models: [model], attends: score !== 'none', languages, coding };
    const how = { candidates: risk, sharpness: riskSharpness };
    const byRisk: Learning = {
      loss: (ids, pass) => riskLoss(opened, pairs, ids, pass, how),
      ...(valid.length > 0 && {
        validate: () => ({ risk: meanRisk(opened, valid) }),
        monitor: { metric: 'risk', better: 'lower' },
      }),
    };
    return await fitModel<readonly number[]>({
      describe: {
        task: 'translate',
        architecture,
        vocabulary: languages,
        data: { name: data.name, sha256: data.sha256, pairs: pairs.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, coding, pairs),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, lengths, ORDER, complete),
        ...(risk > 0 ? byRisk : byLikelihood),
      },
    });
  } finally {
    context.close();
  }
}

/** The share of the decoder's own symbols by step. */
function ownSymbols(
  { samplingRate, samplingDecay, steps, epochs, batch }: CompleteOptions,
  pairs: number,
): (step: number) => number {
  const last = Math.min(steps ?? Infinity, (epochs ?? Infinity) * Math.ceil(pairs / batch));
  if (samplingRate > 0 && samplingDecay !== 'constant' && last === Infinity) {
    const what = `samplingDecay is ${samplingDecay}, and the last step is not known`;
    fail('bad-argument', 'translate', what, 'Give epochs or steps, or the decay constant');
  }
  return (step) => samplingShare(samplingRate, samplingDecay, last === Infinity ? 0 : step / last);
}

/** A trained model, with coverage where that is asked for: it may come in when training goes on (See et al., 2017). */
function withCoverage(stored: StoredTranslator, { coverage }: CompleteOptions): StoredTranslator {
  const { architecture } = stored;
  if (coverage === 0 || architecture.coverage) return stored;
  if (architecture.score !== 'additive') {
    const what = `coverage, and the score of the model to go on from is ${architecture.score}`;
    fail('bad-argument', 'translate', what, 'Leave it out, or choose a model with additive attention');
  }
  return { ...stored, architecture: { ...architecture, coverage: true } };
}

/** The parameters that a model to go on from has: the weight of coverage that comes in is none of them, and starts at 0. */
function startCoverage(parameters: Parameters, from: StoredModel | undefined): Parameters {
  if (!from || checkStored(from.manifest).architecture.coverage) return parameters;
  const { 'decoder.attention.coverage.weight': weight, ...others } = parameters;
  weight?.set(new Float32Array(weight.size));
  return others;
}

/** What a model of this data is. */
function describe({ pairs }: TranslateData, options: CompleteOptions): StoredTranslator {
  const { cell, score, shared, lowercase, minCount, vocabulary: maxSize } = options;
  const sources = pairs.map(({ source }) => source);
  const targets = pairs.map(({ target = '' }) => target);
  const all = shared ? [...sources, ...targets] : undefined;
  const source = sideOf(all ?? sources, { unit: options.sourceUnit, lowercase, minCount, maxSize });
  const target = all ? source : sideOf(targets, { unit: options.targetUnit, lowercase, minCount, maxSize });
  const { size, encode } = coderOf(target);
  const longest = targets.reduce((most, text) => Math.max(most, encode(text).length), 0);
  return {
    architecture: {
      sourceSymbols: coderOf(source).size,
      targetSymbols: size,
      shared,
      embedding: options.embedding,
      cell: taskCell(cell),
      hidden: options.hidden,
      layers: options.layers,
      bidirectional: options.bidirectional,
      ...(options.pyramid && { pyramid: true }),
      decoderHidden: options.decoderHidden,
      conditioning: options.conditioning,
      score,
      inputFeeding: options.inputFeeding,
      ...(options.coverage > 0 && { coverage: true }),
      ...(options.pointer && { pointer: true }),
      bridge: options.bridge,
      dropout: options.dropout,
    },
    languages: { source, target, usual: mostFrequent(targets), bound: Math.ceil(1.5 * longest) + 10 },
  };
}

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ architecture, languages: { source, target } }: StoredTranslator): Fixed => {
  const { cell, coverage: _, ...others } = architecture;
  return {
    ...others,
    pointer: architecture.pointer ?? false,
    pyramid: architecture.pyramid ?? false,
    cell: cell.cell,
    sourceUnit: source.unit,
    targetUnit: target.unit,
    lowercase: source.lowercase,
  };
};
