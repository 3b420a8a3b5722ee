import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { gradients } from '../../tensor/tape.ts';
import type { Answers, Subject, SubjectBatch } from '../subject.ts';
import { type ChangedRun, changedInput, type ReadInput } from './changedInput.ts';

export const attributionMethods = ['gradient', 'integrated', 'occlusion'] as const;
/**
 * `gradient`: gradient times input (Shrikumar et al., 2016); `integrated`: gradients along the way from nothing to the
 * input (Sundararajan, Taly & Yan, "Axiomatic attribution for deep networks", 2017), which add up to what the input does
 * to the score; `occlusion`: how far the score falls where a step is put out.
 */
export type AttributionMethod = (typeof attributionMethods)[number];

/** What the steps of a sequence do to the last answer that is given about it. */
export interface Attribution {
  /** The place of the sequence in its batch. */
  readonly sequence: number;
  /** The step after which the answer is given; -1 where it is about the whole sequence. */
  readonly time: number;
  /** What stands at each step. */
  readonly texts: readonly string[];
  /** What each step adds to the score, by method. */
  readonly values: Readonly<Record<AttributionMethod, readonly number[]>>;
  /** The score, and that of a sequence of zeros (of numbers: of means). */
  readonly score: number;
  readonly baseline: number;
  /** How far the integrated gradients, added up, are from score minus baseline. */
  readonly gap: number;
}

/**
 * What each step of the first `sequences` (default 4) sequences of a batch contributes to the score of the last answer.
 * Nothing, what the input is compared with, is a step of zeros: no vector of a symbol, the mean of numbers that are
 * standardised. `points` (default 64): where gradients are taken on the way. Throws `bad-argument`.
 */
export function attributions(
  subject: Subject,
  { sequences = 4, points = 64 }: { readonly sequences?: number; readonly points?: number } = {},
): Attribution[] {
  checkNumber('attributions', 'sequences', sequences, { least: 1, whole: true });
  checkNumber('attributions', 'points', points, { least: 1, whole: true });
  const [batch] = subject.batches;
  const whole = scored(subject, batch, () => {}, undefined);
  const { choices } = whole;
  const picked = lastAnswers(whole).filter(({ sequence }) => sequence < sequences);
  const lengths = batch.lengths.slice(0, sequences);
  const zeros = (): Float64Array[] => lengths.map((length) => new Float64Array(length));
  const [single, integrated, occluded] = [zeros(), zeros(), zeros()];

  /** Adds gradient times input at a share of the input. */
  const follow = (share: number, weight: number, into: readonly Float64Array[]): void =>
    changedInput(
      subject,
      batch,
      (values) => values.forEach((value, k) => (values[k] = share * value)),
      choices,
      (run) => {
        for (const [k, slopes] of slopesOf(run, picked).entries()) {
          const { structure, width, values } = run.inputs[k];
          forEachStep(picked, structure.lengths, (sequence, time) => {
            const row = structure.row('packed', sequence, time) * width;
            let sum = 0;
            // The values have been multiplied by the share.
            for (let j = row; j < row + width; j++) sum += slopes[j] * (values[j] / share);
            into[sequence][time] += weight * sum;
          });
        }
      },
    );
  follow(1, 1, single);
  for (let k = 0; k < points; k++) follow((k + 0.5) / points, 1 / points, integrated);

  for (let time = 0; time < Math.max(0, ...lengths); time++) {
    const without = scored(
      subject,
      batch,
      (values, { structure, width }) => {
        forEachStep(picked, structure.lengths, (sequence, at) => {
          const row = structure.row('packed', sequence, at) * width;
          if (at === time) values.fill(0, row, row + width);
        });
      },
      choices,
    );
    for (const { sequence, m } of picked)
      if (time < lengths[sequence]) occluded[sequence][time] = whole.scores[m] - without.scores[m];
  }

  const baseline = scored(subject, batch, (values) => values.fill(0), choices).scores;
  return picked.map(({ sequence, m, time }) => {
    const texts = Array.from({ length: lengths[sequence] }, (_, step) => batch.textAt(sequence, step));
    const sum = integrated[sequence].reduce((a, b) => a + b, 0);
    return {
      sequence,
      time,
      texts,
      values: {
        gradient: Array.from(single[sequence]),
        integrated: Array.from(integrated[sequence]),
        occlusion: Array.from(occluded[sequence]),
      },
      score: whole.scores[m],
      baseline: baseline[m],
      gap: sum - (whole.scores[m] - baseline[m]),
    };
  });
}

interface Picked {
  readonly sequence: number;
  /** The number of the answer. */
  readonly m: number;
  readonly time: number;
}

interface Scored extends Pick<Answers, 'sequences' | 'times' | 'choices'> {
  readonly scores: ArrayLike<number>;
}

function scored(
  subject: Subject,
  batch: SubjectBatch,
  change: Parameters<typeof changedInput>[2],
  choices: ArrayLike<number> | undefined,
): Scored {
  return changedInput(subject, batch, change, choices, ({ answers, inputs }) => {
    if (inputs.length > 0) return { ...answers, scores: answers.scores.toArray() };
    const what = 'the network has no recurrence over time';
    return fail('bad-argument', 'inspect', what, 'Inspect one that reads its sequences step by step');
  });
}

/** The last answer about each sequence. */
function lastAnswers({ sequences, times }: Scored): Picked[] {
  const last = new Map<number, Picked>();
  for (let m = 0; m < sequences.length; m++) {
    const [sequence, time] = [sequences[m], times[m]];
    const before = last.get(sequence);
    if (!before || time > before.time) last.set(sequence, { sequence, m, time });
  }
  return [...last.values()].sort((a, b) => a.sequence - b.sequence);
}

/** The gradients of the scores of the picked answers by each input: sequences do not mix, so they stay apart. */
function slopesOf(
  { answers: { scores }, inputs }: ChangedRun,
  picked: readonly Picked[],
): ArrayLike<number>[] {
  const { context } = scores;
  const seeds = new Float32Array(scores.size);
  for (const { m } of picked) seeds[m] = 1;
  const tensors = inputs.map(({ tensor }: ReadInput) => tensor);
  const found = gradients([scores], tensors, { seeds: [context.tensor(seeds, scores.shape)] });
  return found.map((gradient, k) => gradient?.toArray() ?? new Float32Array(tensors[k].size));
}

function forEachStep(
  picked: readonly Picked[],
  lengths: ArrayLike<number>,
  visit: (sequence: number, time: number) => void,
): void {
  for (const { sequence } of picked)
    for (let time = 0; time < lengths[sequence]; time++) visit(sequence, time);
}
