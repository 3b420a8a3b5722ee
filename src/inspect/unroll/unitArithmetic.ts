import { fail } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import type { Rows, UnrolledRecurrence } from './unrollSequence.ts';

/** One term of a weighted sum. */
export interface Term {
  readonly weight: number;
  readonly value: number;
}

/** How a gate of one unit comes about: `value = activation(sum)`. */
export interface GateArithmetic {
  readonly name: string;
  readonly activation: 'sigmoid' | 'tanh';
  /** The terms of W x. */
  readonly input: readonly Term[];
  readonly inputBias: number;
  /** The terms of U h(t-1). */
  readonly recurrent: readonly Term[];
  readonly recurrentBias: number;
  /** W x + b + U h(t-1) + b'; of the candidate of a GRU W x + b + r (U h(t-1) + b'). */
  readonly sum: number;
  readonly value: number;
}

/** One unit at one step, with every number from which it can be computed again by hand. */
export interface UnitArithmetic {
  readonly gates: readonly GateArithmetic[];
  /** The unit's states before the step and after it, by name. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

/** Gates in the order of their rows in the weights. */
const gateNames: Readonly<Record<string, readonly string[]>> = {
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['r', 'z', 'n'],
  rnn: ['a'],
};

const candidates = ['g', 'n', 'a'];

/** How far a value computed again may be from that of the kernels, which add in another order and in 32 bits. */
const NEAR = 1e-3;

/**
 * Computes one unit of one step again, from its weights and what it read: the equations of `lstmCell`, `gruCell` and
 * `rnnCell` with tanh, as they are without further options. Throws `bad-argument` for other cells, and where the cell
 * computes otherwise.
 */
export function unitArithmetic(recurrence: UnrolledRecurrence, time: number, unit: number): UnitArithmetic {
  const { cell, direction, values, initial, weights, x } = recurrence;
  const names = gateNames[cell];
  if (!names) failOther(cell, 'there are no equations for it here');
  const H = values.h.width;
  const steps = values.h.data.length / H;
  const previous = direction === 'backward' ? time + 1 : time - 1;
  const before = (name: string): Float32Array =>
    previous < 0 || previous >= steps ? initial[name].data : row(values[name], previous);
  const read = row(x, time);
  const h = before('h');
  const bias = (name: string, at: number): number => weights[name]?.data[at] ?? 0;
  const gates: GateArithmetic[] = [];
  names.forEach((name, k) => {
    const at = k * H + unit;
    const input = termsOf(row(weights.weight_ih, at), read);
    const recurrent = termsOf(row(weights.weight_hh, at), h);
    const inputBias = bias('bias_ih', at);
    const recurrentBias = bias('bias_hh', at);
    const scale = name === 'n' ? gates[0].value : 1;
    const sum = total(input) + inputBias + scale * (total(recurrent) + recurrentBias);
    const activation = candidates.includes(name) ? 'tanh' : 'sigmoid';
    const value = activation === 'tanh' ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
    gates.push({ name, activation, input, inputBias, recurrent, recurrentBias, sum, value });
  });
  const states = Object.keys(initial);
  const own = Object.fromEntries(states.map((name) => [name, before(name)[unit]]));
  const after = nextState(cell, Object.fromEntries(gates.map(({ name, value }) => [name, value])), own);
  for (const name of states) {
    const given = row(values[name], time)[unit];
    if (!(Math.abs(after[name] - given) <= NEAR * Math.max(1, Math.abs(given))))
      failOther(
        cell,
        `its ${name} is ${formatNumber(given)}, and its equations give ${formatNumber(after[name])}`,
      );
  }
  return { gates, before: own, after };
}

/** The unit's states after a step, from its gates and its states before. */
function nextState(
  cell: string,
  gate: Readonly<Record<string, number>>,
  { h, c }: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  if (cell === 'lstm') {
    const next = gate.f * c + gate.i * gate.g;
    return { h: gate.o * Math.tanh(next), c: next };
  }
  return { h: cell === 'gru' ? (1 - gate.z) * gate.n + gate.z * h : gate.a };
}

const row = ({ width, data }: Rows, at: number): Float32Array => data.subarray(at * width, (at + 1) * width);

const termsOf = (weights: Float32Array, values: Float32Array): Term[] =>
  Array.from(weights, (weight, k) => ({ weight, value: values[k] }));

const total = (terms: readonly Term[]): number =>
  terms.reduce((sum, { weight, value }) => sum + weight * value, 0);

const failOther = (cell: string, what: string): never =>
  fail(
    'bad-argument',
    `unitArithmetic (${cell})`,
    what,
    'Look at a plain lstm, gru or rnn, without peepholes, projection, norms or noise',
  );
