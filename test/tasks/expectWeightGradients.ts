import { expect } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import { Context } from '../../src/tensor/context.ts';
import { gradients, noGradient } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const STEP = 1e-5;

/** Holds the gradients of a loss against central differences, for every weight of a model, in float64. */
export function expectWeightGradients(
  make: (context: Context) => { readonly parameters: Parameters; loss(): Tensor },
): void {
  const context = new Context(referenceBackend('float64'));
  const model = make(context);
  const parameters = Object.entries(model.parameters);
  const found = context.step(() =>
    gradients(
      [model.loss()],
      parameters.map(([, tensor]) => tensor),
    ).map((gradient, k) => gradient?.toArray() ?? new Float64Array(parameters[k][1].size)),
  );
  const value = (): number => context.step(() => noGradient(context, () => model.loss().item()));
  parameters.forEach(([name, tensor], k) => {
    const values = tensor.toArray();
    values.forEach((own, place) => {
      const at = (moved: number): number => {
        tensor.set(values.with(place, moved));
        return value();
      };
      const difference = (at(own + STEP) - at(own - STEP)) / (2 * STEP);
      expect(Math.abs(found[k][place] - difference), `${name}[${place}]`).toBeLessThan(1e-7);
    });
    tensor.set(values);
    expect(
      found[k].some((x) => x !== 0),
      name,
    ).toBe(true);
  });
  context.close();
}
