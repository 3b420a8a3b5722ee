import type { CollectedStates, StatePlace, StateRows } from './collectedStates.ts';

export interface NearPlace extends StatePlace {
  /** The cosine between the states, from -1 to 1. */
  readonly similarity: number;
}

/**
 * The places where a state is most like that at place number `row`, most alike first. Of places next to each other in a
 * sequence, which are alike anyway, only the nearest; none next to the place itself.
 */
export function nearestPlaces(
  { places }: Pick<CollectedStates, 'places'>,
  { units, values }: Pick<StateRows, 'units' | 'values'>,
  row: number,
  count: number,
): NearPlace[] {
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += values[a * units + unit] * values[b * units + unit];
    return sum;
  };
  const own = Math.sqrt(dot(row, row));
  const all = places
    .map((place, other) => ({
      ...place,
      similarity: dot(row, other) / (own * Math.sqrt(dot(other, other)) || 1),
    }))
    .sort((a, b) => b.similarity - a.similarity);
  const taken: NearPlace[] = [];
  for (const place of all) {
    if (taken.length === count) break;
    if (![places[row], ...taken].some((other) => isBeside(place, other))) taken.push(place);
  }
  return taken;
}

/** Steps so near are of one place. */
const BESIDE = 2;

const isBeside = (a: StatePlace, b: StatePlace): boolean =>
  a.sequence === b.sequence && Math.abs(a.time - b.time) <= BESIDE;
