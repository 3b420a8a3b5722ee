import { attentionBackward, attentionForward } from '../../kernels/attention.ts';
import { fail } from '../../support/errors.ts';
import { gradientPlace, gradientRoom } from '../../tensor/gradientSum.ts';
import { operands } from '../../tensor/operands.ts';
import { formatShape, type Shape, type Tensor } from '../../tensor/tensor.ts';
import { offsetOf } from '../sweeps/offsetOf.ts';
import { recordSweep } from '../sweeps/recordSweep.ts';
import type { Attended } from './attention.ts';
import type { QueryRows } from './queryRows.ts';

/** The tanh of a sum, weighed: v · tanh(q + k), and with coverage v · tanh(q + k + c w). */
export interface AdditiveScore {
  /** [size] */
  readonly v: Tensor;
  /** What earlier steps have read, c [W], and its weight w [size]. */
  readonly coverage?: { readonly sums: Tensor; readonly weight: Tensor } | undefined;
}

/** The positions from centre - reach to centre + reach are read. */
export interface Window {
  /** [Q], for each query row. */
  readonly centre: Tensor;
  readonly reach: number;
  /** Whether weights are multiplied by exp(-(s - centre)^2 / (2 (reach / 2)^2)). */
  readonly gaussian: boolean;
}

export interface Reading {
  /** [Q, size], as compared with the keys. */
  readonly query: Tensor;
  /** [N, size], sequence layout. */
  readonly keys: Tensor;
  /** [N, R], sequence layout. */
  readonly values: Tensor;
  readonly rows: QueryRows;
  /** undefined: q · k. */
  readonly additive?: AdditiveScore | undefined;
  /** undefined: all positions. */
  readonly window?: Window | undefined;
}

/**
 * Scores, their softmax over the positions of each query row's source, and the values summed by these weights, in one kernel: context
 * [Q, R] and weights [W]. Saves the inputs and the weights; the gradients of keys and values of all readings go into one sum.
 * No second derivatives. Throws `shape-mismatch`, `wrong-context`, `type-mismatch`.
 */
export function readSources({ query, keys, values, rows, additive, window }: Reading): Attended {
  const inputs = {
    query,
    keys,
    values,
    v: additive?.v,
    coverage: additive?.coverage?.sums,
    coverageWeight: additive?.coverage?.weight,
    centre: window?.centre,
  };
  check(inputs, rows);
  const { context } = query;
  const result = context.empty([rows.count, values.shape[1]]);
  const weights = context.empty([rows.total]);
  const table = rows.tableOn(context);
  const common = (): Record<CommonArgument, number> => ({
    query: query.offset,
    keys: keys.offset,
    values: values.offset,
    v: offsetOf(inputs.v),
    coverage: offsetOf(inputs.coverage),
    coverageWeight: offsetOf(inputs.coverageWeight),
    centre: offsetOf(inputs.centre),
    table: table.offset,
    weights: weights.offset,
    queries: rows.count,
    sources: rows.source.count,
    total: rows.total,
    size: query.shape[1],
    width: values.shape[1],
    reach: window?.reach ?? 0,
    gaussian: Number(window?.gaussian ?? false),
  });
  context.run(attentionForward, { ...common(), context: result.offset });
  recordSweep('attention', inputs, [result, weights], ([dcontext, dweights]) => {
    const roomFor = (input: Tensor | undefined): Tensor | undefined =>
      input?.tracked ? gradientRoom(input) : undefined;
    const placeFor = (input: Tensor): Partial<ReturnType<typeof gradientPlace>> =>
      input.tracked ? gradientPlace(input) : {};
    const dquery = roomFor(query);
    const dv = roomFor(inputs.v);
    const dcoverage = roomFor(inputs.coverage);
    const dcoverageWeight = roomFor(inputs.coverageWeight);
    const dcentre = window?.gaussian ? roomFor(inputs.centre) : undefined;
    const dkeys = placeFor(keys);
    const dvalues = placeFor(values);
    context.run(attentionBackward, {
      ...common(),
      dcontext: offsetOf(dcontext),
      dweights: offsetOf(dweights),
      dquery: offsetOf(dquery),
      dkeys: offsetOf(dkeys.room),
      dvalues: offsetOf(dvalues.room),
      dv: offsetOf(dv),
      dcoverage: offsetOf(dcoverage),
      dcoverageWeight: offsetOf(dcoverageWeight),
      dcentre: offsetOf(dcentre),
      addKeys: Number(dkeys.begun ?? false),
      addValues: Number(dvalues.begun ?? false),
    });
    return {
      query: dquery,
      keys: dkeys.room,
      values: dvalues.room,
      v: dv,
      coverage: dcoverage,
      coverageWeight: dcoverageWeight,
      centre: dcentre,
    };
  });
  return { context: result, weights };
}

type CommonArgument = Extract<
  (typeof attentionForward.args)[number],
  (typeof attentionBackward.args)[number]
>;

type Inputs = Readonly<Record<'query' | 'keys' | 'values', Tensor>> &
  Readonly<Record<'v' | 'coverage' | 'coverageWeight' | 'centre', Tensor | undefined>>;

function check(inputs: Inputs, rows: QueryRows): void {
  const { query, values } = inputs;
  operands(
    'attention',
    Object.values(inputs).filter((tensor) => tensor !== undefined),
  );
  const [, size] = query.shape;
  const [, width] = values.shape;
  const positions = rows.source.total;
  const wanted: Record<keyof Inputs, Shape> = {
    query: [rows.count, size],
    keys: [positions, size],
    values: [positions, width],
    v: [size],
    coverage: [rows.total],
    coverageWeight: [size],
    centre: [rows.count],
  };
  for (const [name, shape] of Object.entries(wanted)) {
    const given = inputs[name as keyof Inputs];
    if (!given || formatShape(given.shape) === formatShape(shape)) continue;
    fail(
      'shape-mismatch',
      'attention',
      `${name} ${formatShape(given.shape)} for ${rows.count} query rows of ${rows.source.count} sources with ${positions} positions in all`,
      `Give ${name} ${formatShape(shape)}`,
    );
  }
}
