import { stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { randomMask } from '../../tensor/operations/randomMask.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Cell, type Masks, outputSize } from '../cells/cell.ts';
import type { Pass } from '../pass.ts';

const noMasks: Masks = {};

/**
 * The masks of a sweep over `structure`: recurrent dropout one row per sequence (packed order), zoneout one row per
 * packed row. While training they are drawn, keyed by (seed, step, place, sequence, time, unit); at work dropout is
 * absent and zoneout mixes by its rate.
 */
export function drawMasks(
  context: Context,
  cell: Cell,
  structure: Structure,
  pass: Pass,
  place: number,
): Masks {
  const { recurrentDropout, zoneout } = cell.noise;
  const rates = Object.entries(zoneout);
  if (recurrentDropout === 0 && rates.length === 0) return noMasks;
  const source = stream(pass.seed, pass.step, place);
  const recurrent =
    recurrentDropout > 0 && pass.training
      ? randomMask(context, [structure.count, outputSize(cell)], recurrentDropout, substream(source, 0), {
          keys: { rowSequence: structure.sequenceKeysOn(context) },
          dropped: 0,
          kept: 1 / (1 - recurrentDropout),
        })
      : undefined;
  const keep = rates.map(([name, rate], index): [string, Tensor] => {
    const shape = [structure.total, cell.stateSizes[name]];
    const options = { keys: structure.rowKeysOn(context), dropped: 1, kept: 0 };
    const drawn = (): Tensor => randomMask(context, shape, rate, substream(source, 1 + index), options);
    return [name, pass.training ? drawn() : context.full(shape, rate)];
  });
  return {
    ...(recurrent ? { recurrent } : {}),
    ...(keep.length > 0 ? { zoneout: Object.fromEntries(keep) } : {}),
  };
}
