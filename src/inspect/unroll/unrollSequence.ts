import { observeRecurrences } from '../../nn/recurrence/observeRecurrences.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { mapValues } from '../../support/mapValues.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { gradients } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type RecurrenceName, readsBatch, recurrenceNames } from '../recurrences.ts';
import type { Subject, SubjectBatch } from '../subject.ts';

/** Rows of numbers: a step each, or the rows of a weight. */
export interface Rows {
  /** The width of a row. */
  readonly width: number;
  /** [rows, width] */
  readonly data: Float32Array;
}

/** One recurrence of the network, unrolled over the sequence. Steps are in the order of time, whichever way it reads. */
export interface UnrolledRecurrence extends RecurrenceName {
  /** What it reads, [T, I]. */
  readonly x: Rows;
  /** Gates and states by name, [T, size]. */
  readonly values: Readonly<Record<string, Rows>>;
  /** The states before the first step that it reads, by name, [1, size]. */
  readonly initial: Readonly<Record<string, Rows>>;
  /** dL/dstate(t) by the name of the state, [T, size]: all ways from the state to the answer together. */
  readonly gradients: Readonly<Record<string, Rows>>;
  /** dL/dx(t), [T, I]. */
  readonly inputGradient: Rows;
  /** The cell's parameters by their names without the layer. */
  readonly weights: Readonly<Record<string, Rows>>;
}

/** An answer of the network about the sequence. */
export interface UnrolledAnswer {
  /** The step after which it is given, from 0; -1 where it is about the whole sequence. */
  readonly time: number;
  readonly loss: number;
  readonly score: number;
}

/** A sequence laid out through time: plain data, which a page can be sent. */
export interface UnrolledSequence {
  /** What stands at each step, for people. */
  readonly texts: readonly string[];
  readonly answers: readonly UnrolledAnswer[];
  /** Which of them the gradients are of. */
  readonly answer: number;
  /** In the order in which the network runs them. */
  readonly recurrences: readonly UnrolledRecurrence[];
}

export interface UnrollOptions {
  /** Which sequence of the subject, from 0 over all its batches. Default 0. */
  readonly sequence?: number;
  /** Which answer about it to follow back, from 0. Default: the last. */
  readonly answer?: number;
  /** What of the answer: its loss, or its score. Default loss. */
  readonly of?: 'loss' | 'score';
}

/** A recurrence while the sequence runs through it. */
interface Seen {
  readonly named: RecurrenceName;
  readonly structure: Structure;
  readonly x: Tensor;
  readonly initial: Readonly<Record<string, Tensor>>;
  readonly weights: Readonly<Record<string, Tensor>>;
  values: Readonly<Record<string, Tensor>>;
  gradients: Readonly<Record<string, Tensor>>;
}

/**
 * A sequence laid out through time: gates and states of every recurrence at each step, and the gradient L, of one
 * answer's loss or score, with respect to every state and input: backpropagation through time (Werbos, 1990), step by
 * step. Throws `bad-argument` for a sequence or an answer that is not there, and for a cell without a fused sweep.
 */
export function unrollSequence(subject: Subject, options: UnrollOptions = {}): UnrolledSequence {
  const { context } = subject;
  const { of = 'loss' } = options;
  const { batch, sequence } = pickSequence(subject, options.sequence ?? 0);
  const nameOf = recurrenceNames(subject.parameters);
  return context.step(() => {
    const seen: Seen[] = [];
    const found = observeRecurrences(
      context,
      ({ cell, structure, reverse, x: read, initial }) => {
        const named = nameOf(cell, reverse);
        if (!readsBatch(subject, batch, named, structure)) return undefined;
        // Data has no gradient of its own: as a parameter it has one.
        const x = read.tracked ? read : context.parameter(read.toArray(), read.shape);
        const weights = cell.parameters;
        const one: Seen = { named, structure, x, initial, weights, values: {}, gradients: {} };
        seen.push(one);
        return {
          x,
          trace: (values) => void (one.values = values),
          watch: (own) => void (one.gradients = mapValues(own, (tensor) => tensor)),
        };
      },
      () => batch.run(),
    );
    const [losses, scores] = [found.losses.toArray(), found.scores.toArray()];
    const own = Array.from(losses, (_, m) => m).filter((m) => found.sequences[m] === sequence);
    const answer = options.answer ?? own.length - 1;
    checkPlace('answer', answer, own.length);
    const followed = of === 'loss' ? found.losses : found.scores;
    const seed = new Float32Array(followed.size);
    seed[own[answer]] = 1;
    const ofInputs = gradients(
      [followed],
      seen.map(({ x }) => x),
      { seeds: [context.tensor(seed, followed.shape)] },
    );
    return {
      texts: Array.from({ length: batch.lengths[sequence] }, (_, time) => batch.textAt(sequence, time)),
      answers: own.map((m) => ({ time: found.times[m], loss: losses[m], score: scores[m] })),
      answer,
      recurrences: seen.map((one, k) => lay(one, ofInputs[k], sequence)),
    };
  });
}

/** What one recurrence did with one sequence of its batch. */
function lay(
  { named, structure, x, initial, weights, values, gradients: own }: Seen,
  ofInput: Tensor | undefined,
  sequence: number,
): UnrolledRecurrence {
  const rows = Array.from({ length: structure.lengths[sequence] }, (_, time) =>
    structure.row('packed', sequence, time),
  );
  const steps = (tensor: Tensor): Rows => takeRows(tensor, rows);
  const zeros = (of: Tensor): Rows => ({
    width: of.shape[1],
    data: new Float32Array(rows.length * of.shape[1]),
  });
  return {
    ...named,
    x: steps(x),
    values: mapValues(values, steps),
    // Packed order is that of the first step.
    initial: mapValues(initial, (state) => takeRows(state, [rows[0]])),
    gradients: mapValues(initial, (_, name) => (own[name] ? steps(own[name]) : zeros(initial[name]))),
    inputGradient: ofInput ? steps(ofInput) : zeros(x),
    weights: mapValues(weights, (weight) => ({
      width: weight.shape.length > 1 ? weight.shape[1] : 1,
      data: Float32Array.from(weight.toArray()),
    })),
  };
}

function takeRows(tensor: Tensor, rows: readonly number[]): Rows {
  const [, width] = tensor.shape;
  const all = tensor.toArray();
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, k) => {
    data.set(all.subarray(row * width, (row + 1) * width), k * width);
  });
  return { width, data };
}

function pickSequence({ batches }: Subject, place: number): { batch: SubjectBatch; sequence: number } {
  checkPlace(
    'sequence',
    place,
    batches.reduce((sum, { lengths }) => sum + lengths.length, 0),
  );
  let sequence = place;
  for (const batch of batches) {
    if (sequence < batch.lengths.length) return { batch, sequence };
    sequence -= batch.lengths.length;
  }
  throw new RangeError('a checked place is in a batch');
}

const checkPlace = (name: 'sequence' | 'answer', place: number, count: number): void =>
  checkNumber('unrollSequence', name, place, { least: 0, below: count, whole: true });
