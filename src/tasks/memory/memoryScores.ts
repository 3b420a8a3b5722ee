import { stream } from '../../support/random.ts';
import { formatCount, formatQuantity } from '../../support/format.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Evaluation } from '../task.ts';
import { makeSequences } from './makeSequences.ts';
import { askings, type MemoryModel } from './memoryModel.ts';
import type { Problem } from './problems/problem.ts';

/** A length is remembered where the loss is below this share of the baseline's. */
export const REMEMBERED = 0.1;

/** Sequences that are scored at a length, and how many of them together. */
const SCORED = 200;
const BATCH = 50;

/** The mean loss over new sequences of a length, and of what was asked the share that is right (of classes). */
export function scoreLength(
  context: Context,
  model: MemoryModel,
  problem: Problem,
  length: number,
  path: readonly number[],
): { readonly loss: number; readonly right: number } {
  let [loss, right, asked] = [0, 0, 0];
  for (let from = 0; from < SCORED; from += BATCH) {
    const lengths = { shortest: length, longest: length };
    const { sequences } = makeSequences(problem, stream(...path, length, from), BATCH, lengths);
    const count = askings(sequences);
    if (count === 0) continue;
    context.step(() =>
      noGradient(context, () => {
        const answers = model.run(sequences);
        loss += count * model.loss(answers, sequences).item();
        right += countRight(
          answers.toArray(),
          sequences.flatMap(({ targets }) => targets),
        );
      }),
    );
    asked += count;
  }
  return { loss: loss / asked, right: right / asked };
}

/** Of scores [M, K], row by row, those whose greatest is the target's. */
function countRight(scores: ArrayLike<number>, targets: readonly number[]): number {
  const classes = scores.length / targets.length;
  return targets.filter((target, row) => {
    for (let k = 0; k < classes; k++)
      if (scores[row * classes + k] > scores[row * classes + target]) return false;
    return true;
  }).length;
}

/** The lengths to score: halves of `length` down to the least sensible one, and its double and quadruple. */
export function lengthsAround(problem: Problem, length: number): readonly number[] {
  const lengths = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4].map((share) =>
    problem.fit(Math.max(problem.least, Math.round(share * length))),
  );
  return [...new Set(lengths)];
}

/**
 * The loss at growing lengths beside that of the best answer without memory. Up to which length a network remembers: the
 * longest at which, and at all shorter ones, its loss is below a tenth of that.
 */
export function memoryScores(
  context: Context,
  model: MemoryModel,
  problem: Problem,
  lengths: readonly number[],
  { name, path }: { readonly name: string; readonly path: readonly number[] },
): Evaluation {
  const scores = lengths.map((length) => scoreLength(context, model, problem, length, path));
  const baseline = lengths.map(problem.baseline);
  const lost = scores.findIndex(({ loss }, k) => !(loss < REMEMBERED * baseline[k]));
  const remembered = lost < 0 ? lengths[lengths.length - 1] : (lengths[lost - 1] ?? 0);
  const isNumber = problem.answer === 'number';
  const loss = isNumber ? 'mean squared error' : 'cross-entropy in nats';
  const shares = scores.map(({ right }, k) => `${(100 * right).toFixed(1)} % at ${formatCount(lengths[k])}`);
  const [longest] = lengths.slice(-1);
  const end = lost < 0 ? `, the longest that was tried` : '';
  return {
    title: `${problem.name}: ${loss} by length`,
    columns: ['remembers', ...lengths.map((length) => `at ${formatCount(length)}`)],
    rows: [
      { name, values: [remembered, ...scores.map((score) => score.loss)] },
      { name: 'no memory', values: [0, ...baseline] },
    ],
    notes: [
      remembered > 0
        ? `It remembers up to a length of ${formatCount(remembered)}${end}: there, and below, its loss is less than a tenth of the baseline's.`
        : `It remembers none of these lengths: already at ${formatCount(lengths[0])} its loss is not below a tenth of the baseline's.`,
      `${formatQuantity(SCORED, 'new sequence')} of each length up to ${formatCount(longest)}: ${problem.about}.`,
      ...(isNumber ? [] : [`Right: ${shares.join(', ')}.`]),
    ],
  };
}
