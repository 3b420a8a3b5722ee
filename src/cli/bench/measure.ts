/** Something to time. */
export interface Contender {
  /** Does its work once, and gives the seconds that it took. */
  once(): number | Promise<number>;
}

export interface Repetitions {
  /** Turns of what takes less than a second; they are repeated until they take `seconds` in all. */
  readonly least: number;
  readonly seconds: number;
}

/** Turns of what takes longer than a second. */
const LEAST_LONG = 3;

/** Seconds of a turn, at least: short work is done over and over in it, so that it finds its own data in the cache. */
const TURN = 0.005;

/**
 * The median seconds by contender. After a warm-up they take turns, round after round, so that what else happens on
 * the machine meets all of them; who has fewer turns has them in rounds that lie evenly among the others'.
 */
export async function measure<C extends Contender>(
  contenders: readonly C[],
  repetitions: Repetitions,
): Promise<ReadonlyMap<C, number>> {
  const turns: Turns[] = [];
  for (const contender of contenders) turns.push(turnsFor(await warmUp(contender, repetitions), repetitions));
  const rounds = Math.max(...turns.map(({ count }) => count));
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, contender] of contenders.entries()) {
      const { count, runs } = turns[k];
      const before = Math.floor((count * round) / rounds);
      if (Math.floor((count * (round + 1)) / rounds) > before) times[k].push(await takeTurn(contender, runs));
    }
  }
  return new Map(contenders.map((contender, k) => [contender, median(times[k])]));
}

/** How many turns, and how many runs in each. */
interface Turns {
  readonly count: number;
  readonly runs: number;
}

function turnsFor(time: number, { least, seconds }: Repetitions): Turns {
  if (time > 1) return { count: Math.max(LEAST_LONG, Math.round(least / time)), runs: 1 };
  const runs = Math.max(1, Math.ceil(TURN / time));
  return { count: Math.max(least, Math.ceil(seconds / (runs * time))), runs };
}

/** The mean seconds of the runs of a turn. */
async function takeTurn(contender: Contender, runs: number): Promise<number> {
  let total = 0;
  for (let run = 0; run < runs; run++) total += await contender.once();
  return total / runs;
}

/** Runs a contender until compilers and caches have settled; gives its shortest time. */
async function warmUp(contender: Contender, { seconds }: Repetitions): Promise<number> {
  let total = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < 2 || total < seconds / 2; runs++) {
    const time = await contender.once();
    shortest = Math.min(shortest, time);
    total += time;
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
