import { roundToBfloat16 } from '../../../src/formats/halfPrecision.ts';
import type { Kernel } from '../../../src/kernels/kernel.ts';
import { type Case, floats } from '../case.ts';
import { type Batch, rowsOf } from './batches.ts';

/** Input features where the sweep multiplies the input. */
const FEATURES = 5;

/** What a buffer holds: its size, the range of its numbers, and whether the kernel writes it. */
export type Buffer = readonly [size: number, kind: 'given' | 'share' | 'scale' | 'zero' | 'result'];

/** What a sweep's kernel is given, its result and its numbers. */
export interface Sweep {
  readonly numbers: Readonly<Record<string, number>>;
  readonly buffers: Readonly<Record<string, Buffer>>;
  readonly alias?: Readonly<Record<string, string>>;
}

export const when = (wanted: boolean, buffers: Record<string, Buffer>): Record<string, Buffer> =>
  wanted ? buffers : {};

/** Room for a packed weight of so many parts [n, k]. */
export const packedRoom = (parts: number, n: number, k: number): Buffer => [
  parts * 64 * Math.ceil(n / 64) * k,
  'given',
];

/** The sums that a sweep starts from: given, or made by it from an input of a few features. */
export const sumsOf = (
  stepwise: boolean,
  inference: boolean,
  rows: number,
  parts: number,
  H: number,
): Record<string, Buffer> =>
  stepwise
    ? {
        input: [rows * FEATURES, 'given'],
        inputWeight: [parts * H * FEATURES, 'given'],
        ...when(!inference, { inputBias: [parts * H, 'given'] }),
        ...when(inference, { packedInput: packedRoom(parts, H, FEATURES) }),
      }
    : { x: [rows * parts * H, 'given'] };

const ranges = { given: [-0.9, 0.9], share: [0, 1], scale: [0.5, 2], zero: [0, 0], result: [0, 0] } as const;

export function caseOfSweep(kernel: Kernel, options: readonly string[], batch: Batch, sweep: Sweep): Case {
  const { batchSizes, sequences, hidden } = batch;
  const isFresh = options.includes('fresh');
  const filled = Object.entries(sweep.buffers).map(([name, [size, kind]], k) => {
    const [low, high] = isFresh && name === 'h0' ? [0, 0] : ranges[kind];
    const values = floats(size, low, high, 31 * size + k);
    const isHalf = options.includes('half') && /weight$/i.test(name);
    return [name, isHalf ? roundToBfloat16(values) : values] as const;
  });
  const written = Object.entries(sweep.buffers).flatMap(([name, [, kind]]) =>
    kind === 'result' ? [name] : [],
  );
  const overX = options.includes('overwrite') && 'x' in sweep.buffers;
  return {
    kernel,
    name: `${options.join(' ')} T${batchSizes.length} B${sequences} H${hidden}`,
    numbers: {
      rows: rowsOf(batch),
      isPacked: 0,
      inputSize: FEATURES,
      isHalf: Number(options.includes('half')),
      isInputPacked: 0,
      isInputHalf: Number(options.includes('half')),
      steps: batchSizes.length,
      sequences,
      hidden,
      fresh: Number(isFresh),
      ...sweep.numbers,
    },
    buffers: {
      batchSizes: Int32Array.from(batchSizes),
      ...Object.fromEntries(filled.filter(([name]) => !(overX && name === 'gates'))),
    },
    alias: { ...sweep.alias, ...(overX ? { gates: 'x' } : {}) },
    outputs: overX ? [...written.filter((name) => name !== 'gates'), 'x'] : written,
    // Normalising a few units magnifies the rounding of their sums.
    tolerance: options.includes('gain') ? 2e-4 : 4e-5,
    scale: 'largest',
  };
}
