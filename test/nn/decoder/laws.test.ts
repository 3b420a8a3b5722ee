import { afterAll, describe, expect, it } from 'vitest';
import { conditionings, decoder, type DecoderOptions } from '../../../src/nn/decoder/decoder.ts';
import { recurrentStack } from '../../../src/nn/stack/recurrentStack.ts';
import { normal, stream } from '../../../src/support/random.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { square } from '../../../src/tensor/operations/square.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { fromArrays } from '../../../src/tensor/ragged/fromArrays.ts';
import type { Ragged } from '../../../src/tensor/ragged/ragged.ts';
import { toArrays } from '../../../src/tensor/ragged/toArrays.ts';
import { gradients } from '../../../src/tensor/tape.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const I = 3;
const training = { training: true, seed: 3, step: 2 };

/** Sequences of these lengths, from those of the numbers `keys`: the same numbers give the same sequences. */
const batch = (lengths: readonly number[], keys: readonly number[]): Ragged =>
  fromArrays(
    context,
    lengths.map((length, k) =>
      Array.from({ length }, (_, t) => Array.from({ length: I }, (_, i) => normal(stream(keys[k], t), i))),
    ),
    { features: I, ids: keys },
  );

const cases: readonly (Pick<DecoderOptions, 'conditioning' | 'attention' | 'inputFeeding' | 'cell'> & {
  readonly name: string;
})[] = [
  ...conditionings.map((conditioning) => ({
    name: conditioning,
    conditioning,
    cell: { cell: 'lstm' } as const,
  })),
  { name: 'luong, fed', conditioning: 'luong', inputFeeding: true, cell: { cell: 'gru', zoneout: 0.2 } },
  {
    name: 'every, of an lru',
    conditioning: 'every',
    cell: { cell: 'lru', glu: true },
  },
  {
    name: 'bahdanau of an lru',
    conditioning: 'bahdanau',
    cell: { cell: 'lru' },
  },
  {
    name: 'luong of projected lstms, fed',
    conditioning: 'luong',
    inputFeeding: true,
    cell: { cell: 'lstm', projection: 3 },
  },
  {
    name: 'bahdanau that covers',
    conditioning: 'bahdanau',
    attention: { attention: 'additive', coverage: true },
    cell: { cell: 'gru' },
  },
  {
    name: 'luong that covers',
    conditioning: 'luong',
    attention: { attention: 'additive', coverage: true },
    cell: { cell: 'lstm' },
  },
  {
    name: 'bahdanau of an rnn',
    conditioning: 'bahdanau',
    cell: { cell: 'rnn', recurrentDropout: 0.3 },
  },
];

describe.each(cases)('a decoder: $name', ({ cell, conditioning, attention, inputFeeding }) => {
  const encoder = recurrentStack(context, {
    inputSize: I,
    hiddenSize: 4,
    layers: 2,
    bidirectional: true,
    cell,
  });
  const make = () =>
    decoder(context, {
      ...{
        encoder,
        inputSize: I,
        hiddenSize: 5,
        layers: 2,
        cell,
        dropout: 0.3,
        bridge: 'tanh',
        seed: 4,
        place: 50,
      },
      ...{ conditioning, attention, inputFeeding },
    });
  const writer = make();
  const [sources, targets] = [
    [3, 1, 6, 2],
    [2, 5, 3, 5],
  ];
  const keys = [11, 12, 13, 14];
  const run = (
    chosen: readonly number[],
    replace?: (t: number, rows: Ragged['data']) => Ragged['data'],
  ): Ragged => {
    const of = (lengths: readonly number[]): Ragged =>
      batch(
        chosen.map((k) => lengths[k]),
        chosen.map((k) => keys[k]),
      );
    return writer.run(of(targets), encoder.run(of(sources), { pass: training }), { pass: training, replace });
  };

  it('gives the same step by step as at once, and the same gradients', () => {
    context.step(() => {
      const inputs = [...Object.values(writer.parameters), ...Object.values(encoder.parameters)];
      const [all, stepwise] = [undefined, (_: number, rows: Ragged['data']) => rows].map((replace) => {
        const { data } = run([0, 1, 2, 3], replace);
        return { data, gradients: gradients([sum(square(data))], inputs) };
      });
      expect(stepwise.data.toArray()).toEqual(all.data.toArray());
      expect(all.data.toArray().some((x) => x !== 0)).toBe(true);
      all.gradients.forEach((gradient, k) => {
        const [a, b] = [gradient, stepwise.gradients[k]].map((tensor) => tensor?.toArray() ?? []);
        expect(b.length).toBe(a.length);
        a.forEach((x, j) => expect(Math.abs(x - b[j])).toBeLessThan(1e-5 * Math.max(1, Math.abs(x))));
      });
    });
  });

  it('gives every target the same in a batch as alone', () => {
    context.step(() => {
      const all = toArrays(run([0, 1, 2, 3]));
      for (const k of [0, 1, 2, 3]) expect(toArrays(run([k]))[0]).toEqual(all[k]);
    });
  });
});

describe('what does not go together', () => {
  const encoder = recurrentStack(context, {
    inputSize: I,
    hiddenSize: 4,
    bidirectional: true,
    cell: { cell: 'gru' },
  });
  const make = (options: Partial<DecoderOptions>) => () =>
    decoder(context, {
      ...{
        encoder,
        inputSize: I,
        hiddenSize: 5,
        cell: { cell: 'gru' },
        conditioning: 'first',
        bridge: 'tanh',
      },
      ...options,
    } as DecoderOptions);

  it('is refused', () => {
    expect(make({ bridge: 'copy' })).toThrow(
      /state h of layer 0 has 8 units, the decoder's h of layer 0 has 5/,
    );
    expect(make({ bridge: 'copy', hiddenSize: 8 })).not.toThrow();
    expect(make({ inputFeeding: true })).toThrow(/inputFeeding, and the conditioning is first/);
    expect(make({ attention: { attention: 'dot' } })).toThrow(/an attention, and the conditioning is first/);
  });
});
