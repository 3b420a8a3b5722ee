import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups } from '../../inspect/spread.ts';
import type { Subject } from '../../inspect/subject.ts';
import { TOGETHER } from '../../inspect/subjectOptions.ts';
import { formatNumber } from '../../support/format.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { meanSquared } from '../../tensor/losses/meanSquared.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { makeSequences, TEST } from './makeSequences.ts';
import type { MemoryModel } from './memoryModel.ts';
import type { Problem } from './problems/problem.ts';

/** A network with new sequences of a length, to look into it. */
export function memorySubject(
  context: Context,
  model: MemoryModel,
  problem: Problem,
  { count, length, seed }: { readonly count: number; readonly length: number; readonly seed: number },
): Subject {
  const lengths = { shortest: length, longest: length };
  const { sequences } = makeSequences(problem, stream(seed, TEST), count, lengths);
  return {
    context,
    parameters: model.parameters,
    options: ['chrono', 'curriculum', 'clip', 'lr', 'cell'],
    batches: groups(sequences, TOGETHER).map((some) => {
      const targets = some.flatMap((one) => one.targets);
      return {
        lengths: some.map(({ steps }) => steps),
        textAt: (sequence, time) =>
          Array.from(
            some[sequence].inputs.subarray(time * problem.inputs, (time + 1) * problem.inputs),
            formatNumber,
          ).join(' '),
        run(choices) {
          const answers = model.run(some);
          const column = (): ReturnType<Context['tensor']> => context.tensor(targets, [targets.length, 1]);
          return {
            ...(problem.answer === 'number'
              ? {
                  losses: reshape(meanSquared(answers, column(), { reduction: 'none' }), [-1]),
                  scores: reshape(answers, [-1]),
                }
              : classAnswers(answers, targets, choices)),
            sequences: some.flatMap(({ asked }, k) => asked.map(() => k)),
            times: some.flatMap(({ asked }) => asked),
          };
        },
      };
    }),
  };
}
