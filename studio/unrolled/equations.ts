import type { GateArithmetic, UnitArithmetic } from 'unrolled';

/** An equation in three forms: with names, with numbers, and what comes out. */
export interface Equation {
  readonly name: string;
  readonly names: string;
  readonly numbers: string;
  readonly value: string;
}

/** A number as it stands in an equation: four places, with a true minus. */
export const digits = (value: number): string => value.toFixed(4).replace('-', '−');

const joined = (values: readonly number[]): string =>
  values
    .map((value, k) => (k === 0 ? digits(value) : `${value < 0 ? '−' : '+'} ${digits(Math.abs(value))}`))
    .join(' ');

const sumOf = (terms: GateArithmetic['input']): number =>
  terms.reduce((sum, { weight, value }) => sum + weight * value, 0);

/** In brackets where it is negative. */
const factor = (value: number): string => (value < 0 ? `(${digits(value)})` : digits(value));

function ofGate({ name, activation, ...gate }: GateArithmetic, reset: number | undefined): Equation {
  const act = activation === 'sigmoid' ? 'σ' : 'tanh';
  const scaled = name === 'n' && reset !== undefined;
  const input = joined([sumOf(gate.input), gate.inputBias]);
  const recurrent = joined([sumOf(gate.recurrent), gate.recurrentBias]);
  const before = scaled ? `r · (U h₋ + b′)` : 'U h₋ + b′';
  return {
    name: name === 'a' ? 'h' : name,
    names: `${act}(W x + b + ${before})`,
    numbers:
      `${act}(${input} + ${scaled ? `${digits(reset)} · (${recurrent})` : recurrent}) = ${act}(${digits(gate.sum)})`.replaceAll(
        '+ −',
        '− ',
      ),
    value: digits(gate.value),
  };
}

/** The equations of a cell with the numbers of one unit filled in; h₋ and c₋ are the states before. */
export function equationsOf(cell: string, { gates, before, after }: UnitArithmetic): Equation[] {
  const gate = Object.fromEntries(gates.map(({ name, value }) => [name, value]));
  const list = gates.map((one) => ofGate(one, gate.r));
  if (cell === 'lstm') {
    const { i, f, g, o } = gate;
    const kept = `${digits(f)} · ${factor(before.c)} + ${digits(i)} · ${factor(g)}`;
    list.push({ name: 'c', names: 'f · c₋ + i · g', numbers: kept, value: digits(after.c) });
    const shown = `${digits(o)} · tanh(${digits(after.c)})`;
    list.push({ name: 'h', names: 'o · tanh(c)', numbers: shown, value: digits(after.h) });
  }
  if (cell === 'gru') {
    const { z, n } = gate;
    const mixed = `(1 − ${digits(z)}) · ${factor(n)} + ${digits(z)} · ${factor(before.h)}`;
    list.push({ name: 'h', names: '(1 − z) · n + z · h₋', numbers: mixed, value: digits(after.h) });
  }
  return list;
}
