/** Something to time. */
export interface Contender {
  /** Does its work once, and gives the seconds that it took. */
  once(): number | Promise<number>;
}

export interface Repetitions {
  /** Runs of what takes less than a second. */
  readonly least: number;
  /** Short runs are repeated until they take so many seconds in all, but at most `most` times. */
  readonly seconds: number;
  readonly most: number;
}

/** Runs of what takes longer than a second. */
const LEAST_LONG = 3;

/**
 * The median seconds by contender. After a warm-up they take turns, round after round, so that what else happens
 * on the machine meets all of them; who runs less often does so in rounds that lie evenly among the others'.
 */
export async function measure<C extends Contender>(
  contenders: readonly C[],
  repetitions: Repetitions,
): Promise<ReadonlyMap<C, number>> {
  const counts: number[] = [];
  for (const contender of contenders) counts.push(runsFor(await warmUp(contender, repetitions), repetitions));
  const rounds = Math.max(...counts);
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, contender] of contenders.entries()) {
      const before = Math.floor((counts[k] * round) / rounds);
      if (Math.floor((counts[k] * (round + 1)) / rounds) > before) times[k].push(await contender.once());
    }
  }
  return new Map(contenders.map((contender, k) => [contender, median(times[k])]));
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

function runsFor(time: number, { least, seconds, most }: Repetitions): number {
  if (time > 1) return Math.max(LEAST_LONG, Math.round(least / time));
  return Math.max(least, Math.min(most, Math.ceil(seconds / time)));
}

/** The middle of some numbers, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
