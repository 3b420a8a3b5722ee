/** Something to time. */
export interface Contender {
  /**
   * Does its work `untimed` times and then `runs` times, one right after another, and gives the mean seconds of these
   * runs; undefined where it cannot go on.
   */
  turn(runs: number, untimed: number): number | undefined | Promise<number | undefined>;
}

/** The turns of work that a clock in milliseconds can be held beside. */
export function timed(run: () => void, now: () => number): (runs: number, untimed: number) => number {
  return (runs, untimed) => {
    for (let k = 0; k < untimed; k++) run();
    const begin = now();
    for (let k = 0; k < runs; k++) run();
    return (now() - begin) / 1000 / runs;
  };
}

export interface Repetitions {
  /** Turns of what takes less than a second; they are repeated until they take `seconds` in all. */
  readonly least: number;
  readonly seconds: number;
}

/** What a contender needed. */
export interface Measured {
  /** The median of its turns. */
  readonly seconds: number;
  readonly turns: number;
}

/** Turns of what takes longer than so many seconds, at least. */
const long = [
  { over: 10, turns: 3 },
  { over: 1, turns: 5 },
];

/** Seconds; of what takes longer the warm-up is the only turn. */
const ENDLESS = 60;

/** Seconds of a turn, at least: short work is done over and over in it, so that it finds its own data in the cache. */
const TURN = 0.01;

/** Seconds; what takes less is first done untimed in its turn, since caches and threads are as others left them. */
const SHORT = 0.05;

/**
 * What each contender needed. After a warm-up they take turns, round after round, so that what else happens on the
 * machine meets all of them; who has fewer turns has them in rounds that lie evenly among the others'. Who cannot go
 * on is missing in the result.
 */
export async function measure<C extends Contender>(
  contenders: readonly C[],
  repetitions: Repetitions,
): Promise<ReadonlyMap<C, Measured>> {
  const going = new Map<C, { readonly plan: Turns; readonly times: number[] }>();
  for (const contender of contenders) {
    const time = await warmUp(contender, repetitions);
    if (time === undefined) continue;
    const times = time > ENDLESS ? [time] : [];
    going.set(contender, { plan: turnsFor(time, repetitions), times });
  }
  const rounds = Math.max(...[...going.values()].map(({ plan }) => plan.count));
  for (let round = 0; round < rounds; round++) {
    for (const [contender, { plan, times }] of going) {
      const { count, runs, untimed } = plan;
      const before = Math.floor((count * round) / rounds);
      if (Math.floor((count * (round + 1)) / rounds) === before) continue;
      const time = await contender.turn(runs, untimed);
      if (time === undefined) going.delete(contender);
      else times.push(time);
    }
  }
  return new Map(
    [...going].map(([contender, { times }]) => [contender, { seconds: median(times), turns: times.length }]),
  );
}

/** How many turns, and how many runs in each. */
export interface Turns {
  readonly count: number;
  readonly runs: number;
  readonly untimed: number;
}

/** The turns of what needs so many seconds. */
export function turnsFor(time: number, { least, seconds }: Repetitions): Turns {
  if (time > ENDLESS) return { count: 0, runs: 1, untimed: 0 };
  const few = long.find(({ over }) => time > over)?.turns;
  if (few !== undefined) return { count: Math.max(few, Math.round(least / time)), runs: 1, untimed: 0 };
  const runs = Math.max(1, Math.ceil(TURN / time));
  const untimed = time < SHORT ? runs : 0;
  return { count: Math.max(least, Math.ceil(seconds / (runs * time))), runs, untimed };
}

/** Runs a contender until compilers and caches have settled; gives its shortest time, undefined if it cannot go on. */
export async function warmUp(contender: Contender, { seconds }: Repetitions): Promise<number | undefined> {
  let total = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let runs = 1; runs <= 2 || total < seconds / 2; runs *= 2) {
    const time = await contender.turn(runs, 0);
    if (time === undefined) return undefined;
    shortest = Math.min(shortest, time);
    total += runs * time;
    if (time > 1) break;
  }
  return shortest;
}

/** The middle of some numbers, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
