import { slice } from '../../tensor/operations/slice.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** The gates [N, G*H] of a trace by name, [N, H] each. */
export function gateColumns<Name extends string>(
  gates: Tensor,
  names: readonly Name[],
): Readonly<Record<Name, Tensor>> {
  const hidden = gates.shape[1] / names.length;
  return noGradient(gates.context, () => {
    const columns = names.map((name, k) => [name, slice(gates, 1, k * hidden, (k + 1) * hidden)]);
    return Object.fromEntries(columns);
  });
}
