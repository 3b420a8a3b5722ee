import { decodeTokens, symbolOf, type Vocabulary } from '../../data/text/vocabulary.ts';
import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups, spread } from '../../inspect/spread.ts';
import { stepsOf } from '../../inspect/stepsOf.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import type { Context } from '../../tensor/context.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { LanguageModel } from './languageModel.ts';

/** Steps of a stretch of text. */
const LENGTH = 200;

/** A language model with stretches of a text, each read from a zero state, to look into it. Throws `bad-argument`. */
export function languageSubject(
  context: Context,
  model: LanguageModel,
  vocabulary: Vocabulary,
  symbols: Int32Array,
  options: SubjectOptions,
): Subject {
  const { length = LENGTH } = options;
  checkNumber('inspect', 'length', length, { least: 1, whole: true });
  const steps = Math.min(length, symbols.length - 1);
  const starts = Array.from({ length: Math.floor((symbols.length - 1) / steps) }, (_, k) => k * steps);
  return {
    context,
    parameters: model.parameters,
    whole: decodeTokens(vocabulary, symbols),
    separator: vocabulary.unit === 'byte' ? ' ' : '',
    options: ['clip', 'lr', 'cell'],
    batches: groups(spread(starts, countOf(options)), TOGETHER).map((some) => {
      const cut = (shift: number): Int32Array =>
        Int32Array.from(
          { length: some.length * steps },
          (_, k) => symbols[some[Math.floor(k / steps)] + (k % steps) + shift],
        );
      const lengths = some.map(() => steps);
      return {
        lengths,
        starts: some,
        textAt: (sequence, time) => symbolOf(vocabulary, symbols[some[sequence] + time]),
        run(choices) {
          const { logits, output } = model.run(fromTyped(context, cut(0), lengths, []));
          const next = toPacked(fromTyped(context, cut(1), lengths, [])).data.toArray();
          return { ...classAnswers(logits, next, choices), ...stepsOf(output.structure, 'packed') };
        },
      };
    }),
  };
}
