import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { adamStep } from '../../src/kernels/adamStep.ts';
import { binary, binaryKinds } from '../../src/kernels/binary.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { gradients } from '../../src/tensor/tape.ts';
import { fastBackends } from './fastBackends.ts';

const cells = [
  { cell: 'lstm' },
  { cell: 'lstm', zoneout: 0.2 },
  { cell: 'gru' },
  { cell: 'gru', reset: 'before' },
  { cell: 'rnn' },
  { cell: 'jordan', outputSize: 4 },
] as const;
const B = 3;
const T = 600;
const I = 2;

/** The gradient of the last outputs by every step's input, [T, B * I]. */
function inputGradients(context: Context, cell: (typeof cells)[number]): number[][] {
  const key = stream(4);
  const values = Float32Array.from({ length: T * B * I }, (_, k) => 2 * uniform(key, k) - 1);
  const x = context.parameter(values, [T * B, I]);
  const stack = recurrentStack(context, { inputSize: I, hiddenSize: 9, cell, seed: 1 });
  return context.step(() => {
    const { output } = stack.run(ragged(x, Structure.of(new Array<number>(B).fill(T)), 'packed'), {
      pass: { training: true, seed: 3, step: 0 },
    });
    const last = lastStep(output);
    const [found] = gradients([last], [x], { seeds: [context.full(last.shape, 1)] });
    const numbers = [...found!.toArray()];
    return Array.from({ length: T }, (_, t) => numbers.slice(t * B * I, (t + 1) * B * I));
  });
}

const reference = new Context(referenceBackend('float32'));

describe.each(fastBackends)('%s', (_, open) => {
  it.each(cells)('a gradient that vanishes ends in zeros: %o', async (cell) => {
    const truth = inputGradients(reference, cell);
    // Not just below 2^-126, where rounding may have a say.
    const vanishing = truth.flatMap((row, t) => {
      const largest = Math.max(...row.map(Math.abs));
      return largest > 0 && largest < 2 ** -130 ? [t] : [];
    });
    expect(vanishing.length).toBeGreaterThan(3);
    for (const threads of [1, 2, 3]) {
      const context = new Context(await open(threads));
      const found = inputGradients(context, cell);
      context.close();
      for (const t of vanishing) expect(found[t].map(Math.abs), `step ${t}`).toEqual(found[t].map(() => 0));
    }
  });

  it('the averages of a gradient that comes no more end at zero', async () => {
    const backend = await open(1);
    backend.grow(100);
    const { f, i } = backend.memory;
    i.set([0, 0, 0, 17], 80);
    const numbers = { count: 1, n: 17, scale: 1, limit: Infinity, beta1: 0.9, beta2: 0.9, root: 1 };
    const places = { places: 80, value: 0, gradient: 20, mean: 40, square: 60 };
    f.fill(0, 0, 40).fill(1, 40, 80);
    for (let step = 0; step < 900; step++)
      backend.run(adamStep, { ...places, ...numbers, rate: 0, epsilon: 1e-8, keep: 1, decay: 0 });
    expect([...f.subarray(40, 57), ...f.subarray(60, 77)]).toEqual(new Array(34).fill(0));
    backend.close();
  });
});

describe.runIf(fastBackends.some(([name]) => name === 'native'))('native', () => {
  const open = fastBackends.find(([name]) => name === 'native')![1];

  it('takes denormals for zero on every thread, which JavaScript then does not', async () => {
    const n = 1000;
    for (const threads of [1, 2, 3]) {
      const backend = await open(threads);
      backend.grow(4 * n);
      const { f } = backend.memory;
      f.fill(2 ** -100, 0, n)
        .fill(2 ** -40, n, 2 * n)
        .fill(2 ** -130, 2 * n, 3 * n);
      const kind = binaryKinds.indexOf('multiply');
      backend.run(binary, { kind, x: 0, y: n, z: 3 * n, n });
      expect(f.subarray(3 * n, 4 * n)).toEqual(new Float32Array(n));
      f.fill(2 ** 20, n, 2 * n);
      backend.run(binary, { kind, x: n, y: 2 * n, z: 3 * n, n });
      expect(f.subarray(3 * n, 4 * n)).toEqual(new Float32Array(n));
      f[0] = f[1000] * 2 ** -150;
      const double = new Float64Array([2 ** -1022]);
      expect([f[0], double[0] / 4]).toEqual([2 ** -130, 2 ** -1024]);
      backend.close();
    }
  });
});
