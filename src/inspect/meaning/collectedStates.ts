import { forEachTrace } from '../forEachTrace.ts';
import type { RecurrenceName } from '../recurrences.ts';
import type { Subject } from '../subject.ts';

/** A step of a sequence: a row of all states. */
export interface StatePlace {
  /** Counted over all batches. */
  readonly sequence: number;
  readonly time: number;
}

/** One state of one recurrence at every place. */
export interface StateRows {
  readonly named: RecurrenceName;
  readonly state: string;
  readonly units: number;
  /** [N, units], in the order of the places. */
  readonly values: Float32Array;
}

export interface CollectedStates {
  readonly places: readonly StatePlace[];
  /** By sequence, over all batches: what stands at each step. */
  readonly texts: readonly (readonly string[])[];
  readonly states: readonly StateRows[];
}

/** The states of all recurrences at every step of all sequences, one sequence after another. */
export function collectStates(subject: Subject): CollectedStates {
  const lengths = subject.batches.flatMap((batch) => batch.lengths);
  const firsts = new Map(subject.batches.map((batch, k) => [batch, sequencesBefore(subject, k)]));
  const places = lengths.flatMap((length, sequence) =>
    Array.from({ length }, (_, time) => ({ sequence, time })),
  );
  const starts = lengths.map(() => 0);
  for (let k = 1; k < lengths.length; k++) starts[k] = starts[k - 1] + lengths[k - 1];
  const states = new Map<string, StateRows>();
  forEachTrace(subject, ({ named, cell, structure, values, batch }) => {
    for (const [state, width] of Object.entries(cell.stateSizes)) {
      const packed = values[state];
      if (!packed) continue;
      const key = `${named.name} ${state}`;
      const rows: StateRows = states.get(key) ?? {
        ...{ named, state, units: width },
        values: new Float32Array(places.length * width),
      };
      states.set(key, rows);
      const first = firsts.get(batch) ?? 0;
      structure.lengths.forEach((length, own) => {
        for (let time = 0; time < length; time++) {
          const from = structure.row('packed', own, time) * width;
          const to = (starts[first + own] + time) * width;
          for (let unit = 0; unit < width; unit++) rows.values[to + unit] = packed[from + unit];
        }
      });
    }
  });
  return {
    places,
    texts: subject.batches.flatMap((batch) =>
      batch.lengths.map((length, own) => Array.from({ length }, (_, time) => batch.textAt(own, time))),
    ),
    states: [...states.values()],
  };
}

const sequencesBefore = ({ batches }: Subject, count: number): number =>
  batches.slice(0, count).reduce((sum, { lengths }) => sum + lengths.length, 0);
