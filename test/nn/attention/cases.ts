import { additiveAttention } from '../../../src/nn/attention/additiveAttention.ts';
import type { Attention } from '../../../src/nn/attention/attention.ts';
import { concatAttention } from '../../../src/nn/attention/concatAttention.ts';
import { dotAttention } from '../../../src/nn/attention/dotAttention.ts';
import { generalAttention } from '../../../src/nn/attention/generalAttention.ts';
import { type Stream, stream, uniform } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { type Ragged, ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';

/** R, the width of the sources' states. */
export const width = 5;

/** Every kind of attention, and every window, with the width of its queries. */
export const attentions: {
  name: string;
  querySize: number;
  make: (context: Context, seed: Stream) => Attention;
}[] = [
  {
    name: 'additive',
    querySize: 3,
    make: (context, seed) =>
      additiveAttention(context, { querySize: 3, sourceSize: width, size: 19, coverage: true, stream: seed }),
  },
  {
    name: 'dot',
    querySize: width,
    make: (context, seed) => dotAttention(context, { querySize: width, sourceSize: width, stream: seed }),
  },
  {
    name: 'general, local-m',
    querySize: 4,
    make: (context, seed) =>
      generalAttention(context, {
        querySize: 4,
        sourceSize: width,
        local: { alignment: 'monotonic', reach: 1 },
        stream: seed,
      }),
  },
  {
    name: 'concat, local-p',
    querySize: 4,
    make: (context, seed) =>
      concatAttention(context, {
        querySize: 4,
        sourceSize: width,
        local: { alignment: 'predictive', reach: 2 },
        stream: seed,
      }),
  },
];

/** Numbers in [-1, 1), the same for the same seed. */
export const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, unit) => 2 * uniform(stream(seed), unit) - 1);

/** Sources of given lengths: row s of source k has the same numbers in every batch. */
export function sourcesOf(
  context: Context,
  lengths: readonly number[],
  ids = lengths.map((_, k) => k),
): Ragged {
  const rows = lengths.flatMap((length, k) => Array.from(numbers(length * width, 100 + ids[k])));
  return ragged(context.tensor(rows, [rows.length / width, width]), Structure.of(lengths));
}

/** Queries [rows, size], the same numbers for the same row numbers. */
export function queriesOf(context: Context, rows: readonly number[], size: number): Tensor {
  return context.tensor(
    rows.flatMap((row) => Array.from(numbers(size, 500 + row))),
    [rows.length, size],
  );
}
