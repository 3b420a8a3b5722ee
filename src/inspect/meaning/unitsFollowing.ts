import { areaUnderCurve } from './areaUnderCurve.ts';
import type { CollectedStates, StateRows } from './collectedStates.ts';
import { correlation } from './correlation.ts';
import type { PatternValues } from './patternValues.ts';

/** A unit and how well it follows a pattern. */
export interface FollowingUnit {
  readonly rows: StateRows;
  /** Its number, from 0. */
  readonly unit: number;
  /**
   * On the sequences that it was found with, and on others, which the search has not seen: of what is there or not the
   * area under the curve (0.5 by chance, 0 or 1 at best), of a number the correlation.
   */
  readonly score: number;
  readonly held: number;
}

/** Steps to search in, at most. */
const MOST = 20_000;

/**
 * The units that follow a pattern best, best first. Every other sequence is searched, and the others tell whether what was
 * found holds: among many units some follow anything for a while. Empty where the pattern never changes.
 */
export function unitsFollowing(
  { places, states }: CollectedStates,
  pattern: PatternValues,
  kind: 'binary' | 'number',
  count: number,
): FollowingUnit[] {
  const values = places.map(({ sequence, time }) => pattern[sequence][time]);
  const stride = Math.max(1, Math.ceil(places.length / (2 * MOST)));
  const rowsOf = (odd: number): number[] =>
    places.flatMap(({ sequence }, row) => (sequence % 2 === odd && row % stride === 0 ? [row] : []));
  const [searched, others] = [rowsOf(0), rowsOf(1)];
  const score = (rows: StateRows, unit: number, among: readonly number[]): number => {
    const own = (list: readonly number[]): Float32Array =>
      Float32Array.from(list, (row) => rows.values[row * rows.units + unit]);
    if (kind === 'number')
      return correlation(
        own(among),
        among.map((row) => values[row]),
      );
    return areaUnderCurve(
      own(among.filter((row) => values[row] > 0)),
      own(among.filter((row) => values[row] <= 0)),
    );
  };
  const middle = kind === 'number' ? 0 : 0.5;
  const found = states.flatMap((rows) =>
    Array.from({ length: rows.units }, (_, unit) => ({ rows, unit, score: score(rows, unit, searched) })),
  );
  return found
    .filter((one) => !Number.isNaN(one.score))
    .sort((a, b) => Math.abs(b.score - middle) - Math.abs(a.score - middle))
    .slice(0, count)
    .map((one) => ({ ...one, held: score(one.rows, one.unit, others) }));
}
