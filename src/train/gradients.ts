import type { Parameters } from '../nn/parameters.ts';

/** Sets every parameter's gradient to zero, and makes it where there is none: no parameter is left out of an update. */
export function zeroGradients(parameters: Parameters): void {
  for (const parameter of Object.values(parameters)) {
    const { context, shape } = parameter;
    parameter.gradient ??= context.outside(() => context.empty(shape));
    const { offset, size } = parameter.gradient;
    context.memory.f.fill(0, offset, offset + size);
  }
}

/** Gives the memory of all gradients back. */
export function disposeGradients(parameters: Parameters): void {
  for (const parameter of Object.values(parameters)) {
    parameter.gradient?.dispose();
    parameter.gradient = undefined;
  }
}
