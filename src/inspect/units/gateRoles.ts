import type { Cell } from '../../nn/cells/cell.ts';
import { exp } from '../../tensor/operations/exp.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What the values in a cell's trace are. */
export interface GateRoles {
  /** Between 0 and 1: shut and open. */
  readonly gates: readonly string[];
  /** Squashed into (-1, 1). */
  readonly squashed: readonly string[];
  /** The gate that says how much of the old state is kept; `shut`: where it is 1, nothing is. */
  readonly keeps?: { readonly gate: string; readonly shut?: boolean };
  /** The blocks of `weight_hh`, in their order. */
  readonly blocks: readonly string[];
}

const roles: Readonly<Record<string, GateRoles>> = {
  lstm: { gates: ['i', 'f', 'o'], squashed: ['g'], keeps: { gate: 'f' }, blocks: ['i', 'f', 'g', 'o'] },
  gru: { gates: ['r', 'z'], squashed: ['n'], keeps: { gate: 'z' }, blocks: ['r', 'z', 'n'] },
  rnn: { gates: [], squashed: ['a'], blocks: ['a'] },
  jordan: { gates: [], squashed: ['a'], blocks: ['a'] },
  slstm: { gates: ['o'], squashed: ['z'], blocks: ['i', 'f', 'z', 'o'] },
  mingru: { gates: ['z'], squashed: [], keeps: { gate: 'z', shut: true }, blocks: [] },
  minlstm: { gates: ['i', 'f'], squashed: [], keeps: { gate: 'f' }, blocks: [] },
};

/** What is known of a cell's gates; nothing of those of a cell of the user's own. */
export const gateRoles = ({ kind }: Cell): GateRoles =>
  Object.hasOwn(roles, kind) ? roles[kind] : { gates: [], squashed: [], blocks: [] };

/** A matrix by which a step multiplies the state. */
export interface RecurrentMatrix {
  /** The gate whose it is; '' where there is one alone. */
  readonly gate: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** The recurrent matrices of a cell: blocks of `weight_hh`; of an LRU the moduli of its factors, on a diagonal. */
export function recurrentMatrices(cell: Cell): RecurrentMatrix[] {
  const { weight_hh, nu_log } = cell.parameters;
  if (nu_log) {
    const { context, size } = nu_log;
    const moduli = context.step(() =>
      noGradient(context, () =>
        exp(nu_log)
          .toArray()
          .map((rate) => Math.exp(-rate)),
      ),
    );
    const values = Float64Array.from({ length: size * size }, (_, k) =>
      k % (size + 1) === 0 ? moduli[k % size] : 0,
    );
    return [{ gate: '', rows: size, columns: size, values }];
  }
  const { blocks } = gateRoles(cell);
  if (!weight_hh || blocks.length === 0) return [];
  const made = blocksOf(weight_hh, blocks, Object.values(cell.stateSizes));
  return cell.kind === 'slstm' ? made.map(apart) : made;
}

/** Of coupled gates the first is not there. */
function blocksOf(
  weight: Tensor,
  names: readonly string[],
  [, hidden]: readonly number[],
): RecurrentMatrix[] {
  const [total, columns] = weight.shape;
  const rows = hidden ?? Math.round(total / names.length);
  const own = names.slice(names.length - total / rows);
  const values = weight.toArray();
  return own.map((gate, k) => ({
    gate,
    rows,
    columns,
    values: Float64Array.from(values.subarray(k * rows * columns, (k + 1) * rows * columns)),
  }));
}

/** The blocks of heads, which lie one under the other, on the diagonal where they belong. */
function apart({ gate, rows, columns, values }: RecurrentMatrix): RecurrentMatrix {
  const whole = new Float64Array(rows * rows);
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / columns);
    whole.set(values.subarray(row * columns, (row + 1) * columns), row * rows + head * columns);
  }
  return { gate, rows, columns: rows, values: whole };
}
