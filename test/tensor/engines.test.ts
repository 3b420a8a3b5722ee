import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { gradients } from '../../src/tensor/tape.ts';
import { type Shape, sizeOf } from '../../src/tensor/tensor.ts';
import { openContexts } from '../support/contexts.ts';
import { cases, shapesOf } from './cases.ts';

type Numbers = Float32Array | Float64Array | Int32Array;

const float64 = new Context(referenceBackend('float64'));
let engines: { name: string; context: Context }[] = [];
beforeAll(async () => {
  engines = (await openContexts()).filter(({ name }) => name !== 'reference float64');
});
afterAll(() => {
  float64.close();
  for (const { context } of engines) context.close();
});

/** Outputs and gradients of a case on a context; inputs are float32 numbers, upstream gradients too. */
function run(context: Context, name: string, shapes: readonly Shape[]): Numbers[] {
  const { f, low = -1.5, high = 1.5 } = cases[name];
  const random = (place: number, size: number): Float32Array =>
    Float32Array.from({ length: size }, (_, j) => low + (high - low) * uniform(stream(11, place), j));
  const parameters = shapes.map((shape, k) => context.parameter(random(k, sizeOf(shape)), shape));
  const results = context.step(() => {
    const result = f(...parameters);
    const outputs = 'size' in result ? [result] : result;
    const seeds = outputs.map((output, k) => context.tensor(random(100 + k, output.size), output.shape));
    const found = gradients(outputs, parameters, { seeds });
    return [...outputs, ...found].map((tensor) => tensor?.toArray() ?? new Float32Array(0));
  });
  for (const parameter of parameters) parameter.dispose();
  return results;
}

/** The largest error of a list, against its largest number. */
function errorOf(ours: Numbers, exact: Numbers): number {
  expect(ours.length).toBe(exact.length);
  let error = 0;
  let scale = 1e-3;
  for (let k = 0; k < exact.length; k++) {
    scale = Math.max(scale, Math.abs(exact[k]));
    error = Math.max(error, Number.isFinite(ours[k]) ? Math.abs(ours[k] - exact[k]) : Infinity);
  }
  return error / scale;
}

describe.for(Object.keys(cases))('%s', (name) => {
  const lists = [cases[name].shapes, cases[name].large].flatMap((text) => text.split(' | '));
  test.for(lists)('on every backend as in float64, the same bits on any number of threads: %s', (text) => {
    const [shapes] = shapesOf(text);
    const exact = run(float64, name, shapes);
    const seen = new Map<string, Numbers[]>();
    for (const { name: engine, context } of engines) {
      const ours = run(context, name, shapes);
      ours.forEach((numbers, k) => {
        // The terms of a sum over many elements cancel, and its rounding grows as their root.
        const terms = Math.max(...shapes.map(sizeOf)) / Math.max(1, numbers.length);
        const bound = 5e-6 * Math.max(1, Math.sqrt(terms) / 10);
        expect(errorOf(numbers, exact[k]), `${engine}, result ${k}`).toBeLessThan(bound);
      });
      const [kind] = engine.split(',');
      const before = seen.get(kind);
      if (before && !engine.startsWith('reference')) expect(ours, engine).toEqual(before);
      seen.set(kind, ours);
    }
  });
});
