import type { Rows, UnrolledRecurrence, UnrolledSequence } from 'unrolled';
import { edgeNorms, shortNumber } from './edges.ts';
import { answeredAt, type Moment } from './moments.ts';

const meanAt = ({ width, data }: Rows, time: number): number =>
  data.subarray(time * width, (time + 1) * width).reduce((sum, value) => sum + Math.abs(value), 0) / width;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What the gates of a cell do at a step, in words. */
function gatesAt({ cell, values }: UnrolledRecurrence, time: number): string {
  if (cell === 'lstm')
    return `On average it keeps ${percent(meanAt(values.f, time))} of its memory, lets in ${percent(meanAt(values.i, time))} of what is new and shows ${percent(meanAt(values.o, time))}.`;
  if (cell === 'gru')
    return `On average it keeps ${percent(meanAt(values.z, time))} of its state, and its candidate sees ${percent(meanAt(values.r, time))} of it.`;
  return `Its units are at ${meanAt(values.h, time).toFixed(2)} of 1 on average.`;
}

/** A moment in words, as the picture shows it. */
export function describe(
  sequence: UnrolledSequence,
  said: readonly string[],
  { read, back }: Moment,
): string {
  const { texts, answers, recurrences } = sequence;
  const name = (time: number): string => `step ${time + 1} of ${texts.length}, “${texts[time]}”`;
  if (back > 0) {
    const time = answeredAt(sequence) - back + 1;
    const layer = recurrences[recurrences.length - 1];
    const sizes = Object.entries(edgeNorms(layer).states).map(
      ([state, norms]) => `${shortNumber(norms[time])} on ${state}`,
    );
    return `The gradient of the answer’s loss is back at ${name(time)}. Its size there: ${sizes.join(', ')}.`;
  }
  if (read === 0) return 'Nothing has been read yet.';
  const time = read - 1;
  const answer = answers.findIndex((one) => (one.time < 0 ? texts.length - 1 : one.time) === time);
  const last = recurrences[recurrences.length - 1];
  return `It has read ${name(time)}. ${gatesAt(last, time)}${answer < 0 ? '' : ` It ${said[answer]}.`}`;
}
