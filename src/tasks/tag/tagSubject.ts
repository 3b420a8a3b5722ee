import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups, spread } from '../../inspect/spread.ts';
import { stepsOf } from '../../inspect/stepsOf.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { EncodedSentence } from './encoder.ts';
import type { TagModel } from './tagModel.ts';

/**
 * A tagger with sentences, to look into it. Its answers are the tags that the recurrent network itself gives each word,
 * without the chain that is laid through them. Throws `bad-argument`, `bad-data`.
 */
export function tagSubject(
  context: Context,
  model: TagModel,
  given: readonly EncodedSentence[],
  options: SubjectOptions,
): Subject {
  if (given.length === 0) fail('bad-data', 'inspect', 'there is no sentence', 'Give sentences to look at');
  return {
    context,
    parameters: model.parameters,
    part: 'recurrent',
    separator: ' ',
    options: ['clip', 'lr', 'cell', 'bidirectional'],
    batches: groups(spread(given, countOf(options)), TOGETHER).map((sentences) => ({
      lengths: sentences.map(({ tokens }) => tokens.length),
      textAt: (sequence, time) => sentences[sequence].tokens[time],
      run(choices) {
        const { data, structure } = toSequence(model.run({ sentences }).emissions);
        const tags = sentences.flatMap(({ tokens, tags: own = new Int32Array(tokens.length).fill(-1) }) =>
          Array.from(own),
        );
        return { ...classAnswers(data, tags, choices), ...stepsOf(structure, 'sequence') };
      },
    })),
  };
}
