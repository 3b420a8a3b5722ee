import type { StoredModel } from '../../formats/model/manifest.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { hasChrono, taskCell } from '../taskCell.ts';
import { type Classes, classesOf } from './classes.ts';
import { type ClassifyArchitecture, classifyModel } from './classifyModel.ts';
import { coding } from './coding.ts';
import type { ClassifyData } from './data.ts';
import { scoresOf } from './evaluate.ts';
import { fixedOfGrid, gridArchitecture, refuseGridOptions } from './gridEncoder.ts';
import { type ClassifyOptions, type CompleteOptions, completeOptions } from './options.ts';
import { probabilitiesOf } from './probabilitiesOf.ts';
import { probesOf } from './probes.ts';
import { checkStored, type StoredClassifier } from './storedClassifier.ts';

/** The stream of the order of sequences below a seed. */
const ORDER = 0xc1a55;

/**
 * Trains a classifier. With held-out sequences the best weights are kept: by accuracy (of several labels macro F1) in
 * percent less the log loss in nats, so that of equals the one with the better probabilities wins. Throws as `Task.fit`.
 */
export async function fit(
  data: ClassifyData,
  options: ClassifyOptions,
  runtime: Runtime,
): Promise<StoredModel> {
  const complete = completeOptions(options, data.form.kind);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('classify', options, fixedOf(before));
  const classes = before?.vocabulary ?? classesOf(data, complete);
  const architecture = before?.architecture ?? architectureOf(complete, options, classes);
  const context = await openContext(runtime);
  try {
    const { seed, classWeights } = complete;
    const model = classifyModel(context, architecture, classes, {
      seed,
      balanced: classWeights === 'balanced',
    });
    loadFrom(model.parameters, runtime.from);
    const { encode, labels: numbersOf } = coding(classes);
    const contents = data.sequences.map(({ content }) => encode(content));
    const labels = data.sequences.map(({ labels: own = [] }) => numbersOf(own));
    const valid = data.valid.map(({ content }) => encode(content));
    const truths = data.valid.map(({ labels: own = [] }) => numbersOf(own));
    const lengths = contents.map(({ length }) => length);
    return await fitModel<readonly number[]>({
      describe: {
        task: 'classify',
        architecture,
        vocabulary: classes,
        data: { name: data.name, sha256: data.sha256, sequences: contents.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, classes.input, contents),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, lengths, ORDER, complete),
        loss: (ids, pass) => ({
          loss: model.loss(
            { contents: ids.map((id) => contents[id]), ids },
            ids.map((id) => labels[id]),
            pass,
          ),
          tokens: ids.length,
        }),
        ...(valid.length > 0 && {
          monitor: { metric: 'score', better: 'higher' as const },
          validate: () => {
            const scores = scoresOf(classes, truths, probabilitiesOf(context, model, valid));
            const { accuracy, macroF1, logLoss } = scores;
            const main = 100 * (classes.multiLabel ? macroF1 : accuracy);
            return { score: main - logLoss, accuracy: 100 * accuracy, logLoss };
          },
        }),
      },
    });
  } finally {
    context.close();
  }
}

function architectureOf(
  options: CompleteOptions,
  given: ClassifyOptions,
  { input }: Classes,
): ClassifyArchitecture {
  if (input.kind === 'grid') return { encoder: gridArchitecture(options, given), dropout: options.dropout };
  refuseGridOptions(given);
  const { hidden, layers, bidirectional, pooling, embedding, dropout } = options;
  const sizes = { hidden, layers, bidirectional, pooling, embedding, dropout };
  return { encoder: { kind: 'recurrent', cell: cellOf(options), ...sizes }, dropout };
}

function cellOf({ cell, chrono, layerNorm, hidden }: CompleteOptions): CellChoice {
  if (cell === 'jordan') return { cell, outputSize: hidden };
  if (!hasChrono(cell)) return taskCell(cell);
  return { ...(chrono === undefined ? taskCell(cell) : { cell, chrono }), ...(layerNorm && { norm: true }) };
}

/** What cannot change in a trained model, by the names of options. */
function fixedOf({ architecture, vocabulary: { input } }: StoredClassifier): Fixed {
  const { encoder } = architecture;
  if (encoder.kind === 'grid') return { ...fixedOfGrid(encoder), dropout: architecture.dropout };
  const { cell, hidden, layers, bidirectional, pooling, embedding } = encoder;
  return {
    cell: cell.cell,
    hidden,
    layers,
    bidirectional,
    pooling,
    embedding,
    dropout: architecture.dropout,
    unit: input.kind === 'text' ? input.unit : undefined,
    permute: input.kind === 'numbers' ? input.order?.seed : undefined,
    chrono: 'chrono' in cell ? cell.chrono : undefined,
    layerNorm: 'norm' in cell && cell.norm === true,
    minCount: undefined,
    grid: undefined,
    block: undefined,
    stable: undefined,
    jitter: undefined,
  };
}
