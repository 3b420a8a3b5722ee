import type { UnrolledSequence } from 'unrolled';

/** Where the play stands: how many steps have been read, and how many the gradient has come back through. */
export interface Moment {
  readonly read: number;
  readonly back: number;
}

/** T, the steps of a sequence. */
export const stepsOf = ({ texts }: UnrolledSequence): number => texts.length;

/** The step at which the answer that is followed back is given. */
export function answeredAt({ answers, answer, texts }: UnrolledSequence): number {
  const { time } = answers[answer];
  return time < 0 ? texts.length - 1 : time;
}

/** The number of the last moment: all read, and all the way back. */
export const lastMoment = (sequence: UnrolledSequence): number =>
  stepsOf(sequence) + answeredAt(sequence) + 1;

/** First all steps are read, then the gradient goes back from the answer, step by step. */
export function momentAt(sequence: UnrolledSequence, number: number): Moment {
  const read = Math.min(number, stepsOf(sequence));
  return { read, back: number - read };
}

/** True if the gradient has come as far back as `time`. */
export const isReached = (sequence: UnrolledSequence, { back }: Moment, time: number): boolean => {
  const from = answeredAt(sequence);
  return back > 0 && time <= from && time > from - back;
};
