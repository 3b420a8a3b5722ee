/** Places of values in a picture, and the values that are marked at its edge. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** From `low` and `high` to `start` and `end`, evenly; marks at round numbers, about `count` of them. */
export function linearScale(low: number, high: number, start: number, end: number, count = 4): Scale {
  const span = high - low || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((size) => size * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high + 1e-9 * span; k++) ticks.push(k * step);
  return Object.assign((value: number) => start + ((value - low) / span) * (end - start), { ticks });
}

/** The same for the logarithm of values above 0; marks at 1, 2 and 5 of each power of ten. */
export function logScale(low: number, high: number, start: number, end: number): Scale {
  const place = linearScale(Math.log(low), Math.log(high), start, end);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const size of [1, 2, 5]) {
      const tick = Number((size * 10 ** power).toPrecision(1));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  const every = Math.ceil(ticks.length / 5);
  return Object.assign((value: number) => place(Math.log(value)), {
    ticks: ticks.filter((_, k) => k % every === 0),
  });
}
