import type { Tensor } from '../tensor/tensor.ts';

/** Trainable tensors by name. Names of nested parts are joined by dots, as in PyTorch: `encoder.weight_ih_l0`. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** One flat record of the parameters of several parts, each under its name. */
export function joinParameters(
  parts: Readonly<Record<string, { readonly parameters: Parameters }>>,
): Parameters {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, { parameters }]) =>
      Object.entries(parameters).map(([name, tensor]) => [`${part}.${name}`, tensor]),
    ),
  );
}

/** How many numbers there are to train. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, tensor) => sum + tensor.size, 0);
}
