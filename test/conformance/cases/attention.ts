import { attentionBackward, attentionForward } from '../../../src/kernels/attention.ts';
import { type Case, caseOf, floats, zeros } from '../case.ts';

/** Who reads what, and how. */
interface Form {
  readonly name: string;
  /** Positions of each source. */
  readonly lengths: readonly number[];
  /** The source of each query row. */
  readonly readers: readonly number[];
  readonly size: number;
  readonly width: number;
  readonly additive?: boolean;
  readonly coverage?: boolean;
  readonly reach?: number;
  readonly gaussian?: boolean;
  /** Adds to gradients of keys and values. */
  readonly add?: boolean;
  /** Gradients that arrive: of the context, of the weights, or of both. */
  readonly arrive?: 'context' | 'weights';
  /** Only the gradients of the query rows are wanted. */
  readonly few?: boolean;
}

const some = { lengths: [3, 0, 7, 1, 12], readers: [4, 2, 0, 4, 3, 1, 2, 2] };
const many = {
  lengths: Array.from({ length: 23 }, (_, k) => (7 * k) % 19),
  readers: Array.from({ length: 90 }, (_, row) => (5 * row) % 23),
};

const forms: readonly Form[] = [
  { name: 'dot 5x3', ...some, size: 5, width: 3 },
  { name: 'dot, keys as wide as values, added', ...some, size: 33, width: 33, add: true },
  { name: 'dot 65x130, many', ...many, size: 65, width: 130 },
  { name: 'dot, weights only', ...some, size: 5, width: 3, arrive: 'weights' },
  { name: 'dot, window', ...some, size: 5, width: 16, reach: 2 },
  { name: 'dot, Gaussian, few wanted', ...some, size: 19, width: 3, reach: 3, gaussian: true, few: true },
  { name: 'additive 5x3', ...some, size: 5, width: 3, additive: true },
  { name: 'additive 65x130, many', ...many, size: 65, width: 130, additive: true },
  {
    name: 'additive, added, context only',
    ...some,
    size: 16,
    width: 20,
    additive: true,
    add: true,
    arrive: 'context',
  },
  {
    name: 'additive, weights only, added',
    ...some,
    size: 9,
    width: 3,
    additive: true,
    add: true,
    arrive: 'weights',
  },
  { name: 'additive, covered', ...many, size: 37, width: 20, additive: true, coverage: true },
  {
    name: 'additive, covered, window',
    ...some,
    size: 37,
    width: 20,
    additive: true,
    coverage: true,
    reach: 1,
  },
  { name: 'additive, Gaussian', ...many, size: 37, width: 20, additive: true, reach: 4, gaussian: true },
  { name: 'additive, few wanted', ...some, size: 37, width: 20, additive: true, few: true },
  { name: 'no query rows', lengths: [3, 2], readers: [], size: 5, width: 3, additive: true },
  { name: 'no query rows, dot', lengths: [3, 2], readers: [], size: 5, width: 3 },
  { name: 'one query row for all', lengths: [40], readers: [0], size: 256, width: 256, additive: true },
];

const sums = (lengths: readonly number[]): number[] => {
  const starts = [0];
  for (const length of lengths) starts.push(starts[starts.length - 1] + length);
  return starts;
};

/** Numbers small enough for tanh to bend, but not to end. */
const values = (count: number, seed: number): Float32Array => floats(count, -0.8, 0.8, seed);

function casesOf(form: Form): Case[] {
  const {
    name,
    lengths,
    readers,
    size,
    width,
    additive,
    coverage,
    reach = 0,
    gaussian,
    add,
    arrive,
    few,
  } = form;
  const starts = sums(lengths);
  const positions = starts[lengths.length];
  const own = readers.map((source) => lengths[source]);
  const weightStarts = sums(own);
  const total = weightStarts[readers.length];
  const bySource = lengths.map((_, source) => readers.flatMap((k, row) => (k === source ? [row] : [])));
  const groups = sums(bySource.map((rows) => rows.length));
  const table = Int32Array.from([...starts, ...groups, ...bySource.flat(), ...weightStarts.slice(0, -1)]);
  const inputs = {
    query: values(readers.length * size, 1),
    keys: values(positions * size, 2),
    values: values(positions * width, 3),
    table,
    ...(additive ? { v: values(size, 4) } : {}),
    ...(coverage ? { coverage: floats(total, 0, 1, 5), coverageWeight: values(size, 6) } : {}),
    ...(reach > 0 ? { centre: floats(readers.length, -1, 13, 7) } : {}),
  };
  const numbers = {
    queries: readers.length,
    sources: lengths.length,
    total,
    size,
    width,
    reach,
    gaussian: Number(gaussian ?? false),
  };
  // Weights as the forward kernel could have given them: zero outside a window, their sum at most 1.
  const weights = Float32Array.from({ length: total }, (_, at) => {
    const row = weightStarts.findLastIndex((start) => start <= at);
    const away = at - weightStarts[row] - (inputs.centre?.[row] ?? 0);
    if (reach > 0 && Math.abs(away) > reach) return 0;
    return (gaussian ? Math.exp((-2 * away ** 2) / reach ** 2) : 1) / own[row];
  });
  const before = (count: number, seed: number): Float32Array => (add ? values(count, seed) : zeros(count));
  const wanted = {
    dquery: zeros(readers.length * size),
    ...(few
      ? {}
      : {
          dkeys: before(positions * size, 10),
          dvalues: before(positions * width, 11),
          ...(additive ? { dv: zeros(size) } : {}),
          ...(coverage ? { dcoverage: zeros(total), dcoverageWeight: zeros(size) } : {}),
          ...(gaussian ? { dcentre: zeros(readers.length) } : {}),
        }),
  };
  return [
    caseOf(attentionForward, name, {
      buffers: {
        ...inputs,
        weights: floats(total, 1, 2, 8),
        context: floats(readers.length * width, 1, 2, 9),
      },
      numbers,
      outputs: ['weights', 'context'],
      tolerance: 4e-6,
      scale: 'largest',
    }),
    caseOf(attentionBackward, name, {
      buffers: {
        ...inputs,
        weights,
        ...(arrive === 'weights' ? {} : { dcontext: values(readers.length * width, 12) }),
        ...(arrive === 'context' ? {} : { dweights: values(total, 13) }),
        ...wanted,
      },
      numbers: { ...numbers, addKeys: Number(add ?? false), addValues: Number(add ?? false) },
      outputs: Object.keys(wanted) as (keyof typeof wanted)[],
      tolerance: 1e-5,
      scale: 'largest',
    }),
  ];
}

/** Where keys are values their gradients are one sum. */
function sharedGradient(): Case {
  const [, back] = casesOf({ name: 'dot, one sum', ...some, size: 33, width: 33 });
  const { dvalues: _, ...buffers } = back.buffers;
  return {
    ...back,
    buffers,
    alias: { dvalues: 'dkeys' },
    numbers: { ...back.numbers, addValues: 1 },
    outputs: ['dquery', 'dkeys'],
  };
}

export const cases: readonly Case[] = [...forms.flatMap(casesOf), sharedGradient()];
