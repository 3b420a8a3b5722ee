import type { Parameters } from '../nn/parameters.ts';

/**
 * Sets every parameter's gradient to zero, and makes it where there is none: no parameter is left out of an update.
 * It takes no time: the next gradient is written over the old one instead of being added.
 */
export function zeroGradients(parameters: Parameters): void {
  for (const parameter of Object.values(parameters)) parameter.sum?.clear();
}

/** Gives the memory of all gradients back. */
export function disposeGradients(parameters: Parameters): void {
  for (const parameter of Object.values(parameters)) {
    parameter.gradient?.dispose();
    parameter.gradient = undefined;
  }
}
