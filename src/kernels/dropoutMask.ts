import { substream, uniform } from '../support/random.ts';
import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * mask[rows, units] = `dropped` with probability `rate`, else `kept` (dropout: 0 and 1 / (1 - rate); zoneout: 1 and
 * 0). A row's numbers come from substream([key0, key1], sequence, time), unit = column, as in support/random.ts, bit for
 * bit; it is dropped where uniform < rate (compared in double). rowSequence and rowTime are int32 >= 0 of all rows;
 * NONE: the row, and 0. Where `x`[rows, units] is given, which may be `mask`, the mask is multiplied by it.
 */
export const dropoutMask = kernel(
  'dropoutMask',
  ['key0', 'key1', 'rowSequence', 'rowTime', 'x', 'mask', 'rows', 'units', 'rate', 'dropped', 'kept'],
  ({ f, i }, { key0, key1, rowSequence, rowTime, x, mask, rows, units, rate, dropped, kept }) => {
    for (let row = 0; row < rows; row++) {
      const sequence = rowSequence === NONE ? row : i[rowSequence + row];
      const time = rowTime === NONE ? 0 : i[rowTime + row];
      const stream = substream([key0, key1], sequence, time);
      for (let unit = 0; unit < units; unit++) {
        const at = row * units + unit;
        const factor = x === NONE ? 1 : f[x + at];
        f[mask + at] = uniform(stream, unit) < rate ? dropped : kept;
        f[mask + at] *= factor;
      }
    }
  },
  ({ rows, units }) => 6 * rows * units,
);
