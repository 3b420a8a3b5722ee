import { type FeatureSequence, stepsOf as lengthOf } from '../../data/transcript/featureSequence.ts';
import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups, spread } from '../../inspect/spread.ts';
import { stepsOf } from '../../inspect/stepsOf.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import type { Context } from '../../tensor/context.ts';
import type { TranscribeArchitecture, TranscribeModel } from './transcribeModel.ts';

/** Numbers of a step that are shown. */
const SHOWN = 4;

/**
 * A transcriber with sequences, to look into it. Which step writes which label is not known, so its answers are the
 * classes that it finds likeliest at each step, the blank among them. Throws `bad-argument`, `bad-data`.
 */
export function transcribeSubject(
  context: Context,
  model: TranscribeModel,
  { stack, width }: Pick<TranscribeArchitecture, 'stack' | 'width'>,
  given: readonly FeatureSequence[],
  options: SubjectOptions,
): Subject {
  const wrong = given.find((sequence) => sequence.width !== width);
  if (wrong) {
    const what = `its steps have ${wrong.width} numbers, and the model reads ${width}`;
    fail('bad-data', wrong.place, what, 'Give steps as those of the training data');
  }
  const filled = given.filter((sequence) => lengthOf(sequence) > 0);
  if (filled.length === 0)
    fail('bad-data', 'inspect', 'there is no sequence with a step', 'Give sequences to look at');
  return {
    context,
    parameters: model.parameters,
    options: ['clip', 'lr', 'cell', 'bidirectional'],
    batches: groups(spread(filled, countOf(options)), TOGETHER).map((sequences) => ({
      lengths: sequences.map((sequence) => Math.ceil(lengthOf(sequence) / stack)),
      textAt: (sequence, time) =>
        Array.from(
          sequences[sequence].features.subarray(time * stack * width, time * stack * width + SHOWN),
          formatNumber,
        ).join(' '),
      run(choices) {
        const { data, structure, layout } = model.run({ sequences });
        return { ...classAnswers(data, [], choices), ...stepsOf(structure, layout) };
      },
    })),
  };
}
