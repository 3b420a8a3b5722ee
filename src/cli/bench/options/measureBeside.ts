import { type Contender, type Measured, median, type Repetitions, turnsFor, warmUp } from '../measure.ts';

/** What work needed, and how many times what the base of its comparison needed. */
export interface Beside extends Measured {
  /** The median, over the rounds, of the ratios of its turn to the base's. */
  readonly ratio: number;
}

/**
 * Times contenders beside a base that takes about as long: in every round each of them has a turn of equally many
 * runs. A ratio is of turns that lie close together, so that a machine that changes its speed on the way changes no
 * ratio. Gives what each needed, the base first. All of them must be able to go on.
 */
export async function measureBeside(
  base: Contender,
  others: readonly Contender[],
  repetitions: Repetitions,
): Promise<readonly Beside[]> {
  const all = [base, ...others];
  const warm: number[] = [];
  for (const contender of all) warm.push((await warmUp(contender, repetitions))!);
  const { count, runs, untimed } = turnsFor(warm[0], repetitions);
  const rounds: number[][] = [];
  for (let round = 0; round < Math.max(1, count); round++) {
    const times: number[] = [];
    for (const contender of all) times.push((await contender.turn(runs, untimed))!);
    rounds.push(times);
  }
  return all.map((_, k) => ({
    seconds: median(rounds.map((times) => times[k])),
    ratio: median(rounds.map((times) => times[k] / times[0])),
    turns: rounds.length,
  }));
}
