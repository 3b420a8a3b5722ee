import { formatCount, formatNumber } from '../../../support/format.ts';
import { columns, drawTable } from '../../output/drawTable.ts';
import type { Curve } from './runGrowth.ts';

/** Lines for a terminal: every point, then how near to linear each curve is. */
export function drawGrowth(curves: readonly Curve[]): string[] {
  return [
    ...drawTable(
      columns(['backend', 'cell', 'growth of'], ['to', 'of the most', 'ms', 'over linear']),
      curves.flatMap(({ backend, cell, axis, points }) =>
        points.map(({ value, share, seconds, overLinear }) => [
          backend,
          cell,
          axis,
          formatCount(value),
          share.toFixed(3),
          formatNumber(1000 * seconds),
          overLinear.toFixed(2),
        ]),
      ),
    ),
    '',
    'The slope of log time over log work from a tenth of the most work on: 1 is linear. "Over linear" is how many times',
    'what is in proportion to the most: above 1 where fixed costs weigh, below where all lies in the caches.',
    '',
    ...drawTable(
      columns(['backend', 'cell', 'growth of'], ['slope', 'least over linear']),
      curves.map(({ backend, cell, axis, slope, points }) => [
        backend,
        cell,
        axis,
        slope.toFixed(3),
        (points.at(-1)?.overLinear ?? Number.NaN).toFixed(2),
      ]),
    ),
  ];
}
