import { rearrange } from './rearrange.ts';
import type { Ragged } from './ragged.ts';
import { Structure } from './structure.ts';

/**
 * Steps from..to-1 of every sequence; negative ones count from its own end, and what lies outside it is left out: a
 * short sequence gives fewer steps, or none. Its steps keep their times, for masks.
 */
export function sliceTime({ data, structure, layout }: Ragged, from: number, to?: number): Ragged {
  const clip = (time: number, length: number): number =>
    Math.min(length, Math.max(0, time < 0 ? time + length : time));
  const starts = structure.lengths.map((length) => clip(from, length));
  const lengths = structure.lengths.map((length, k) => Math.max(0, clip(to ?? length, length) - starts[k]));
  const part = new Structure(lengths, {
    ids: structure.ids,
    firstTimes: structure.firstTimes.map((time, k) => time + starts[k]),
  });
  return rearrange(data, part, layout, (k, time) => structure.row(layout, k, starts[k] + time));
}
