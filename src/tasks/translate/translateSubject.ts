import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups, spread } from '../../inspect/spread.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { fromSymbols } from '../../tensor/ragged/fromSymbols.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { TranslateModel } from './translateModel.ts';

/** A source and its target in numbers of symbols, with beginning and end; `symbols` are those of the source, for people. */
export interface EncodedPair {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly symbols: readonly string[];
}

/**
 * A translator with pairs, to look into its encoder: each symbol of a target is an answer about the whole source, for one
 * that points too what it would write without. Throws `bad-argument`, `bad-data`.
 */
export function translateSubject(
  context: Context,
  model: TranslateModel,
  given: readonly EncodedPair[],
  options: SubjectOptions,
): Subject {
  if (given.length === 0) fail('bad-data', 'inspect', 'there is no pair', 'Give pairs of source and target');
  const packed = (sequences: readonly Int32Array[]): Ragged => toPacked(fromSymbols(context, sequences));
  return {
    context,
    parameters: model.parameters,
    part: 'encoder',
    separator: ' ',
    options: ['clip', 'lr', 'cell', 'bidirectional'],
    batches: groups(spread(given, countOf(options)), TOGETHER).map((some) => ({
      lengths: some.map(({ source }) => source.length),
      textAt: (sequence, time) => some[sequence].symbols[time],
      run(choices) {
        const encoded = model.encode(some.map(({ source }) => source));
        const read = packed(some.map(({ target }) => target.subarray(0, -1)));
        const wanted = packed(some.map(({ target }) => target.subarray(1)));
        const { data } = model.decoder.run(model.embed(read), encoded, {});
        const sequences = wanted.structure.owners('packed');
        return {
          ...classAnswers(model.scores(data), wanted.data.toArray(), choices),
          sequences,
          times: new Int32Array(sequences.length).fill(-1),
        };
      },
    })),
  };
}
