import type { StoredModel } from '../../formats/model/manifest.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import type { TagData } from './data.ts';
import { encoder } from './encoder.ts';
import { tagScores } from './evaluate.ts';
import { lexiconOf } from './lexicon.ts';
import { type CompleteOptions, completeOptions, type TagOptions } from './options.ts';
import { probesOf } from './probes.ts';
import { checkStored } from './storedTagger.ts';
import { type TagArchitecture, tagModel } from './tagModel.ts';
import { tagSentences } from './tagSentences.ts';

/** The stream of the order of sentences below a seed. */
const ORDER = 0x746167;

/**
 * Trains a tagger; with held-out sentences the best weights are kept, by F1 or accuracy, and where sentences have labels
 * by the mean of that and the accuracy of labels. Throws as `Task.fit`.
 */
export async function fit(data: TagData, options: TagOptions, runtime: Runtime): Promise<StoredModel> {
  const complete = completeOptions(options, data.vectors?.size);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('tag', options, fixedOf(before.architecture));
  const lexicon = before?.vocabulary ?? lexiconOf(data);
  const architecture = before?.architecture ?? architectureOf(complete);
  const context = await openContext(runtime);
  try {
    const { seed, wordDropout } = complete;
    const model = tagModel(context, architecture, lexicon, { seed, wordDropout });
    loadFrom(model.parameters, runtime.from);
    if (!runtime.from && data.vectors) {
      const ids = new Map(lexicon.words.map((word, id) => [word, id]));
      const table = model.parameters['words.weight'];
      const values = table.toArray();
      const { words, size, values: vectors } = data.vectors;
      words.forEach((word, k) => {
        values.set(vectors.subarray(k * size, (k + 1) * size), (ids.get(word) ?? 0) * size);
      });
      table.set(values);
    }
    const coding = encoder(lexicon);
    const sentences = data.sentences.map(coding.encode);
    const valid = data.valid.map(coding.encode);
    const lengths = sentences.map(({ words }) => words.length);
    return await fitModel<readonly number[]>({
      describe: {
        task: 'tag',
        architecture,
        vocabulary: lexicon,
        data: { name: data.name, sha256: data.sha256, sentences: sentences.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, coding, data.sentences),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, lengths, ORDER, complete),
        loss: (ids, pass) => model.loss({ sentences: ids.map((id) => sentences[id]), ids }, pass),
        ...(valid.length > 0 && {
          monitor: { metric: 'score', better: 'higher' as const },
          validate: () => {
            const answers = tagSentences(context, model, valid);
            const given = {
              tags: answers.map(({ tags }) => tags),
              labels: answers.map(({ label }) => label),
            };
            const scores = tagScores(lexicon, valid, given);
            const main = scores.F1 ?? scores.accuracy;
            return { score: scores.label === undefined ? main : (main + scores.label) / 2, ...scores };
          },
        }),
      },
    });
  } finally {
    context.close();
  }
}

function architectureOf(options: CompleteOptions): TagArchitecture {
  const { output, cell, hidden, layers, bidirectional, dropout } = options;
  const { wordSize, characterSize, characterHidden } = options;
  const sizes = { wordSize, characterSize, characterHidden };
  return { output, cell: taskCell(cell), hidden, layers, bidirectional, dropout, ...sizes };
}

/** What cannot change in a trained model, by the names of options; it has its own vectors. */
const fixedOf = ({ cell, ...architecture }: TagArchitecture): Fixed => ({
  ...architecture,
  cell: cell.cell,
  vectors: undefined,
});
