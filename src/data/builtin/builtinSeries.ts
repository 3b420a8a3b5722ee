import { type Series, unaided } from '../series/series.ts';
import { daysFromCivil, day } from '../time/calendar.ts';
import type { Frequency } from '../time/frequency.ts';
import { slotOfTime, timeOfSlot } from '../time/frequency.ts';

/** A short public series that comes with the package, for examples and demonstrations. */
export interface BuiltinSeries {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly source: string;
  readonly frequency: Frequency;
  /** The first value is that of January of this year, or of the year. */
  readonly firstYear: number;
  readonly values: readonly number[];
}

/** A series that comes with the package in the form in which files are read; its target is called 'value'. */
export function seriesOfBuiltin({ name, frequency, firstYear, values }: BuiltinSeries): Series {
  const first = slotOfTime(daysFromCivil(firstYear, 1, 1) * day, frequency);
  return {
    id: name,
    times: Float64Array.from(values, (_, t) => timeOfSlot(first + t * frequency.every, frequency)),
    frequency,
    targets: [
      { name: 'value', values: Float64Array.from(values), observed: new Uint8Array(values.length).fill(1) },
    ],
    covariates: [],
    ...unaided,
    lines: new Int32Array(values.length),
    gaps: [],
    filled: 0,
    missing: 0,
  };
}
