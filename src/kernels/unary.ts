import { digamma, logGamma, trigamma } from './gamma.ts';
import { kernel } from './kernel.ts';

/** The functions of one number; a kernel gets the position in this list as `kind`. */
export const unaryKinds = [
  'tanh',
  'sigmoid',
  'relu',
  'exp',
  'log',
  'sqrt',
  'square',
  'abs',
  'softplus',
  'reciprocal',
  'logGamma',
  'digamma',
  'sin',
  'cos',
  'clamp',
  'affine',
] as const;

export type UnaryKind = (typeof unaryKinds)[number];

interface Definition {
  readonly value: (x: number, a: number, b: number) => number;
  /** By the argument x and the value y. */
  readonly derivative: (x: number, y: number, a: number, b: number) => number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const definitions: Readonly<Record<UnaryKind, Definition>> = {
  tanh: { value: Math.tanh, derivative: (_, y) => 1 - y * y },
  sigmoid: { value: sigmoid, derivative: (_, y) => y * (1 - y) },
  relu: { value: (x) => (x < 0 ? 0 : x), derivative: (x) => (x > 0 ? 1 : 0) },
  exp: { value: Math.exp, derivative: (_, y) => y },
  log: { value: Math.log, derivative: (x) => 1 / x },
  sqrt: { value: Math.sqrt, derivative: (_, y) => 0.5 / y },
  square: { value: (x) => x * x, derivative: (x) => 2 * x },
  abs: { value: Math.abs, derivative: (x) => Math.sign(x) },
  softplus: { value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), derivative: sigmoid },
  reciprocal: { value: (x) => 1 / x, derivative: (_, y) => -y * y },
  logGamma: { value: logGamma, derivative: digamma },
  digamma: { value: digamma, derivative: trigamma },
  sin: { value: Math.sin, derivative: Math.cos },
  cos: { value: Math.cos, derivative: (x) => -Math.sin(x) },
  clamp: {
    value: (x, a, b) => (x < a ? a : x > b ? b : x),
    derivative: (x, _, a, b) => (x >= a && x <= b ? 1 : 0),
  },
  affine: { value: (x, a, b) => a * x + b, derivative: (_, __, a) => a },
};

/**
 * y[n] = f(x) with f = unaryKinds[kind]. `a` and `b`: the limits of clamp; affine is a * x + b (one fused
 * multiply-add where there is one). NaN stays NaN. y may be x. logGamma and digamma are for x > 0, sin and cos for
 * |x| up to 10^6, beyond which C and the reference part.
 */
export const unary = kernel(
  'unary',
  ['kind', 'x', 'y', 'n', 'a', 'b'],
  ({ f }, { kind, x, y, n, a, b }) => {
    const { value } = definitions[unaryKinds[kind]];
    for (let j = 0; j < n; j++) f[y + j] = value(f[x + j], a, b);
  },
  ({ n }) => 8 * n,
);

/** dx[n] = dy * f'(x), where y = f(x) is given too. dx may be dy. */
export const unaryBackward = kernel(
  'unaryBackward',
  ['kind', 'x', 'y', 'dy', 'dx', 'n', 'a', 'b'],
  ({ f }, { kind, x, y, dy, dx, n, a, b }) => {
    const { derivative } = definitions[unaryKinds[kind]];
    for (let j = 0; j < n; j++) f[dx + j] = f[dy + j] * derivative(f[x + j], f[y + j], a, b);
  },
  ({ n }) => 4 * n,
);
