import type { StoredModel } from '../../formats/model/manifest.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import { accuracyOf } from './answerEvaluation.ts';
import { type AnswerArchitecture, answerModel } from './answerModel.ts';
import { answerQuestions } from './answerQuestions.ts';
import type { AnswerData } from './data.ts';
import { questionEncoder } from './encoder.ts';
import { lexiconOf } from './lexicon.ts';
import { type AnswerOptions, type CompleteOptions, completeOptions } from './options.ts';
import { probesOf } from './probes.ts';
import { checkStored } from './storedAnswerer.ts';

/** The stream of the order of questions below a seed. */
const ORDER = 0x616e73;

/** Trains a model that answers; with held-out questions the weights with the highest accuracy are kept. Throws as `Task.fit`. */
export async function fit(data: AnswerData, options: AnswerOptions, runtime: Runtime): Promise<StoredModel> {
  const complete = completeOptions(options);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('answer', options, fixedOf(before.architecture));
  const { questions, valid } = data;
  const lexicon = before?.vocabulary ?? lexiconOf(questions);
  const architecture = before?.architecture ?? architectureOf(complete);
  const context = await openContext(runtime);
  try {
    const { seed, wordDropout } = complete;
    const model = answerModel(context, architecture, lexicon, { seed, wordDropout });
    loadFrom(model.parameters, runtime.from);
    const encode = questionEncoder(lexicon);
    const encoded = questions.map(encode);
    const held = valid.map(encode);
    const lengths = questions.map(({ facts }) => facts.length);
    return await fitModel<readonly number[]>({
      describe: {
        task: 'answer',
        architecture,
        vocabulary: lexicon,
        data: { name: data.name, sha256: data.sha256, questions: questions.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, encode, questions),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, lengths, ORDER, complete),
        loss: (ids, pass) => model.loss({ questions: ids.map((id) => encoded[id]), ids }, pass),
        ...(valid.length > 0 && {
          monitor: { metric: 'accuracy', better: 'higher' as const },
          validate: () => {
            const found = answerQuestions(context, model, held);
            return {
              accuracy: accuracyOf(
                found.map(({ answer }) => lexicon.answers[answer]),
                valid,
              ),
            };
          },
        }),
      },
    });
  } finally {
    context.close();
  }
}

function architectureOf(options: CompleteOptions): AnswerArchitecture {
  const { cell, hidden, layers, hops, attendWords, bidirectional, dropout, wordSize } = options;
  const sizes = { cell: taskCell(cell), hidden, layers, hops, bidirectional, dropout, wordSize };
  return { ...sizes, ...(attendWords && { attendWords }) };
}

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ cell, ...architecture }: AnswerArchitecture): Fixed => ({
  attendWords: false,
  ...architecture,
  cell: cell.cell,
});
