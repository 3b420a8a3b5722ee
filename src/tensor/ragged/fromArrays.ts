import { fail } from '../../support/errors.ts';
import type { Context } from '../context.ts';
import { fromTyped } from './fromTyped.ts';
import type { Ragged } from './ragged.ts';
import type { StructureOptions } from './structure.ts';

interface FromArraysOptions extends StructureOptions {
  /** Numbers per step; wanted only where no sequence has a step. */
  readonly features?: number;
}

/**
 * Sequences from an array, or anything that iterates, of them. A sequence is an array of steps: of arrays of I numbers
 * each, which gives [N, I], or of whole numbers (symbols), which gives int32 [N]. Any order, any length, 0 too. Throws
 * `bad-argument`.
 */
export function fromArrays(
  context: Context,
  sequences: Iterable<readonly number[]> | Iterable<readonly ArrayLike<number>[]>,
  { features, ...options }: FromArraysOptions = {},
): Ragged {
  const lengths: number[] = [];
  const values: number[] = [];
  let width = features;
  let sequence = 0;
  for (const steps of sequences) {
    lengths.push(steps.length);
    steps.forEach((step, time) => {
      const size = typeof step === 'number' ? 0 : step.length;
      width ??= size;
      if (size !== width) refuseStep(sequence, time, size, width);
      if (typeof step !== 'number') {
        for (let k = 0; k < size; k++) values.push(step[k]);
      } else if (Number.isInteger(step)) {
        values.push(step);
      } else {
        refuseSymbol(sequence, time, step);
      }
    });
    sequence++;
  }
  if (width === undefined) {
    fail(
      'bad-argument',
      'fromArrays',
      'no sequence has a step, so the size of a step is unknown',
      'Give the option features, 0 for symbols',
    );
  }
  if (width === 0) return fromTyped(context, Int32Array.from(values), lengths, [], options);
  return fromTyped(context, Float64Array.from(values), lengths, [width], options);
}

const describe = (size: number): string => (size === 0 ? 'a single number' : `${size} numbers`);

function refuseStep(sequence: number, time: number, size: number, width: number): never {
  fail(
    'bad-argument',
    'fromArrays',
    `step ${time} of sequence ${sequence} is ${describe(size)}, where ${describe(width)} is expected`,
    'Give every step as many numbers',
  );
}

function refuseSymbol(sequence: number, time: number, step: number): never {
  fail(
    'bad-argument',
    'fromArrays',
    `step ${time} of sequence ${sequence} is ${step}, not a whole number`,
    'Symbols are whole numbers; wrap measurements in arrays, as [[0.5], [0.7]]',
  );
}
