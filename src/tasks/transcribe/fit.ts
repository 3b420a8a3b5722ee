import { stepsOf } from '../../data/transcript/featureSequence.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import { alphabetOf, classCoder, splitLabels } from './alphabet.ts';
import type { TranscribeData } from './data.ts';
import { type CompleteOptions, completeOptions, type TranscribeOptions } from './options.ts';
import { probesOf } from './probes.ts';
import { checkStored, type StoredTranscriber } from './storedTranscriber.ts';
import { standardOf, transcribeModel } from './transcribeModel.ts';
import { transcribeSequences } from './transcribeSequences.ts';
import { transcriptScores } from './transcriptScores.ts';
import { variedSequences } from './variedSequences.ts';

/** The stream of the order of sequences below a seed. */
const ORDER = 0x637463;

/** Trains a transcriber; with held-out sequences the weights with the lowest label error rate are kept. Throws as `Task.fit`. */
export async function fit(
  data: TranscribeData,
  options: TranscribeOptions,
  runtime: Runtime,
): Promise<StoredModel> {
  const complete = completeOptions(options, data.stack);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('transcribe', options, fixedOf(before));
  const { architecture, alphabet, standard } = before ?? describe(data, complete, options);
  const { sequences, valid } = data;
  const context = await openContext(runtime);
  try {
    const { seed } = complete;
    const classes = alphabet.labels.length + 1;
    const model = transcribeModel(context, architecture, { classes, standard, seed });
    loadFrom(model.parameters, runtime.from);
    const classesOf = classCoder(alphabet);
    const labels = sequences.map(({ text = '' }) => classesOf(text));
    const references = valid.map(({ text = '' }) => splitLabels(text, alphabet.unit));
    const lengths = sequences.map(stepsOf);
    const varied = variedSequences(data, complete);
    return await fitModel<readonly number[]>({
      describe: {
        task: 'transcribe',
        architecture,
        vocabulary: alphabet,
        scaling: standard,
        data: { name: data.name, sha256: data.sha256, sequences: sequences.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, sequences),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, lengths, ORDER, complete),
        loss: (ids, pass) =>
          model.loss(
            { sequences: ids.map((id) => varied(id, pass)), labels: ids.map((id) => labels[id]), ids },
            pass,
          ),
        ...(valid.length > 0 && {
          monitor: { metric: 'labelErrors', better: 'lower' as const },
          validate: () => {
            const found = transcribeSequences(context, model, valid, architecture.stack, { beam: 1 });
            const given = found.map(({ best: [{ labels: own }] }) => own.map((k) => alphabet.labels[k - 1]));
            return { ...transcriptScores(references, given) };
          },
        }),
      },
    });
  } finally {
    context.close();
  }
}

/** What a model of this data is. */
function describe(
  { sequences, input, width, columns }: TranscribeData,
  { stack, cell, hidden, layers, bidirectional, dropout }: CompleteOptions,
  { unit = 'character' }: TranscribeOptions,
): StoredTranscriber {
  const choice = taskCell(cell);
  return {
    architecture: { input, width, stack, cell: choice, hidden, layers, bidirectional, dropout },
    alphabet: alphabetOf(sequences, unit, columns),
    standard: standardOf(sequences, width, input),
  };
}

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ architecture, alphabet: { unit } }: StoredTranscriber): Fixed => {
  const { cell, input, width, ...others } = architecture;
  return { ...others, cell: cell.cell, unit, ...(input === 'image' && { height: width }) };
};
