import { groups, spread } from '../../inspect/spread.ts';
import { stepsOf } from '../../inspect/stepsOf.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { sum } from '../../tensor/operations/sum.ts';
import type { MusicModel } from './musicModel.ts';
import { type Piece, rollOf } from './pianoRoll.ts';

/**
 * A model of music with pieces, to look into it: at each step it reads the notes before, and answers with those that
 * sound. Throws `bad-argument`, `bad-data`.
 */
export function musicSubject(
  context: Context,
  model: MusicModel,
  given: readonly Piece[],
  options: SubjectOptions,
): Subject {
  const pieces = given.filter(({ length }) => length > 0);
  if (pieces.length === 0) fail('bad-data', 'inspect', 'there is no piece', 'Give pieces to look at');
  return {
    context,
    parameters: model.parameters,
    options: ['clip', 'lr', 'cell'],
    batches: groups(spread(pieces, countOf(options)), TOGETHER).map((some) => ({
      lengths: some.map(({ length }) => length),
      textAt: (sequence, time) => (time === 0 ? [] : some[sequence][time - 1]).join(' ') || '-',
      run() {
        const { data, structure, layout } = model.losses(some.map((piece) => rollOf(piece)));
        const losses = sum(data, 1);
        return { losses, scores: negate(losses), ...stepsOf(structure, layout) };
      },
    })),
  };
}
