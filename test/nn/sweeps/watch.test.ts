import { afterAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { gradients } from '../../../src/tensor/tape.ts';
import { sizeOf, type Tensor } from '../../../src/tensor/tensor.ts';
import { inputShapes, runSweep, type SweepCase, sweepCases } from './sweepCases.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const B = 2;
const T = 4;
const size = { hidden: 3, output: 2 };

function inputsOf(sweep: SweepCase, structure: Structure): Record<string, Tensor> {
  const { differentiable, masks } = inputShapes(sweep, { structure, ...size });
  const made = Object.entries({ ...differentiable, ...masks }).map(([name, shape], k) => {
    const values = Float64Array.from({ length: sizeOf(shape) }, (_, j) => uniform(stream(5, k), j) - 0.3);
    return [name, context.parameter(values, shape)];
  });
  return Object.fromEntries(made);
}

/** The inputs of steps [from, to): all sequences run to the end. */
function stepsOf(inputs: Record<string, Tensor>, from: number, to: number): Record<string, Tensor> {
  const cut = Object.entries(inputs).map(([name, tensor]) => {
    if (!['x', 'zoneoutH', 'zoneoutC'].includes(name)) return [name, tensor];
    const columns = tensor.shape[1];
    const rows = tensor.toArray().slice(from * B * columns, to * B * columns);
    return [name, context.tensor(rows, [(to - from) * B, columns])];
  });
  return Object.fromEntries(cut);
}

const structure = Structure.of([T, T]);
const forwards = sweepCases.filter(({ options }) => !options.includes('reverse'));

describe('watch sees the gradient of every state', () => {
  test.each(forwards)('$name: it is that of the initial state of the steps after, and dL/dy', (sweep) => {
    const inputs = inputsOf(sweep, structure);
    const seen: Tensor[] = [];
    const { y } = runSweep(sweep, structure, inputs, { watch: (...given) => seen.push(...given) });
    const R = y.shape[1];
    const seed = Float64Array.from({ length: y.size }, (_, j) => uniform(stream(6), j));
    gradients([y], [inputs.x], { seeds: [context.tensor(seed, y.shape)] });
    const [dh, dc] = seen.map((tensor) => tensor.toArray());

    for (let t = 0; t + 1 < T; t++) {
      const before = runSweep(sweep, Structure.of([t + 1, t + 1]), stepsOf(inputs, 0, t + 1));
      const [h0, c0] = before.final.map((state) => context.parameter(state.toArray(), state.shape));
      const after = runSweep(sweep, Structure.of([T - t - 1, T - t - 1]), {
        ...stepsOf(inputs, t + 1, T),
        h0,
        ...(c0 ? { c0 } : {}),
      });
      const later = context.tensor(seed.slice((t + 1) * B * R), after.y.shape);
      const [dh0, dc0] = gradients([after.y], c0 ? [h0, c0] : [h0], { seeds: [later] });
      dh0?.toArray().forEach((value, j) => {
        expect(dh[t * B * R + j]).toBeCloseTo(value + seed[t * B * R + j], 10);
      });
      // Without zoneout c(t) is what h(t) is made of too.
      if (!sweep.options.includes('zoneoutC')) continue;
      dc0?.toArray().forEach((value, j) => {
        expect(dc[t * B * size.hidden + j]).toBeCloseTo(value, 10);
      });
    }
  });

  test('without zoneout the gradient of c(t) contains the way through h(t)', () => {
    const sweep = sweepCases[0];
    const inputs = inputsOf(sweep, structure);
    const seen: Tensor[] = [];
    const { y, trace } = runSweep(sweep, structure, inputs, {
      trace: true,
      watch: (...given) => seen.push(...given),
    });
    gradients([y], [inputs.x], { seeds: [context.full(y.shape, 1)] });
    const last = (T - 1) * B * size.hidden;
    const [o, c] = [trace.o.toArray(), trace.c.toArray()];
    for (let j = last; j < last + B * size.hidden; j++) {
      expect(seen[1].toArray()[j]).toBeCloseTo(o[j] * (1 - Math.tanh(c[j]) ** 2), 12);
    }
  });
});
