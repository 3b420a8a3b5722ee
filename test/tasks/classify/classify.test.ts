import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { readSafetensors } from '../../../src/formats/safetensors.ts';
import { type ClassifyData, classifyData } from '../../../src/tasks/classify/data.ts';
import { fit } from '../../../src/tasks/classify/fit.ts';
import { holdOut } from '../../../src/tasks/classify/holdOut.ts';
import * as classify from '../../../src/tasks/classify/index.ts';
import type { ClassifyOptions } from '../../../src/tasks/classify/options.ts';
import { asRead, type SequenceWithLabel } from '../../../src/tasks/classify/programSequences.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { opinions, turns } from './made.ts';

const small = { hidden: 12, embedding: 8, batch: 8, epochs: 2, lr: 0.02, dropout: 0.1, seed: 3 } as const;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const dataOf = (
  sequences: readonly SequenceWithLabel[],
  options: ClassifyOptions = {},
): Promise<ClassifyData> => classifyData(platform, asRead(sequences), { ...options, name: 'made' });

const poolings = ['mean', 'max', 'last', 'attention'] as const;
const cells = ['lstm', 'gru', 'rnn', 'jordan', 'slstm', 'mingru', 'minlstm', 'lru'] as const;

describe('classify', () => {
  it('learns which way series turn, of any length', async () => {
    const model = await classify.fit(turns(160), { ...small, ...engine, epochs: 12 });
    const { columns, rows, tables } = model.evaluate(turns(60, 2));
    expect(columns).toEqual(['accuracy', 'macro F1', 'calibration error', 'log loss']);
    expect(rows[0].values[0]).toBeGreaterThan(95);
    expect(rows[1].values[0]).toBe(50);
    expect(rows[1].values[3]).toBeCloseTo(Math.log(2), 2);
    const confusion = tables?.[0].rows.map(({ values }) => values) ?? [];
    expect(confusion.flat().reduce((a, b) => a + b)).toBe(60);
    expect(confusion[0][0] + confusion[1][1]).toBe(Math.round(0.6 * rows[0].values[0]));
    const [answer] = model.classify([turns(1)[0].steps]);
    expect(answer.label).toBe('left');
    expect(answer.probabilities.left + answer.probabilities.right).toBeCloseTo(1, 6);
    expect(answer.confidence).toBe(answer.probabilities.left);
    const again = await classify.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    model.close();
    again.close();
  });

  it('learns texts of words or characters', async () => {
    for (const unit of ['word', 'character'] as const) {
      const model = await classify.fit(opinions(90), {
        ...small,
        ...engine,
        unit,
        epochs: 12,
      });
      expect(model.evaluate(opinions(60)).rows[0].values[0]).toBeGreaterThan(97);
      const [known, odd] = model.classify(['My dinner was AWFUL', '']);
      if (unit === 'word') expect(known.label).toBe('bad');
      expect(odd.confidence).toBeGreaterThan(0.4); // nothing was read: no more than how frequent it is
      model.close();
    }
  });

  it('gives several labels, none, and scores them', async () => {
    const several = opinions(150).map(({ text, label }) => ({
      text,
      label: [...(label === 'good' ? ['good'] : []), ...(text.includes('film') ? ['film'] : [])],
    }));
    const options = { ...small, ...engine, epochs: 12, classWeights: 'balanced' } as const;
    const model = await classify.fit(several, options);
    const { columns, rows, tables } = model.evaluate(several);
    expect(columns.slice(0, 3)).toEqual(['all right', 'macro F1', 'micro F1']);
    expect(rows[0].values[0]).toBeGreaterThan(95);
    expect(rows[0].values[1]).toBeGreaterThan(rows[1].values[1] + 20);
    expect(tables?.[0].rows.map(({ name }) => name)).toEqual(['film', 'good']);
    const answers = model.classify(['the film is a joy', 'this book was awful', 'that song is a joy']);
    expect(answers.map(({ labels }) => labels)).toEqual([['film', 'good'], [], ['good']]);
    model.close();
  });

  it.each(poolings)(
    '%s: a batch gives what each sequence gives alone, in two directions too',
    async (pooling) => {
      for (const cell of cells) {
        const model = await classify.fit(turns(24), {
          ...small,
          ...engine,
          cell,
          pooling,
          steps: 2,
          layers: 2,
          bidirectional: cell !== 'rnn',
        });
        const sequences = turns(9, 5).map(({ steps }) => steps);
        const together = model.classify(sequences);
        expect(
          sequences.map((steps) => model.classify([steps])[0]),
          cell,
        ).toEqual(together);
        model.close();
      }
    },
  );

  it.each(poolings)('%s: step by step the same bits as all at once', async (pooling) => {
    const gaps = turns(24).map(({ steps, label }, k) => ({
      label,
      steps: steps.map(([x, y], t): (number | null)[] => ((k + t) % 4 === 0 ? [null, y] : [x, y])),
    }));
    for (const cell of cells) {
      const model = await classify.fit(gaps, { ...small, ...engine, cell, pooling, steps: 3, layers: 2 });
      const { steps } = gaps[3];
      const stream = model.stream();
      const streamed = steps.map((step) => stream.step(step));
      const whole = model.classify(steps.map((_, t) => steps.slice(0, t + 1)));
      expect(streamed, cell).toEqual(whole);
      expect(stream.steps).toBe(steps.length);
      stream.close();
      model.close();
    }
    const model = await classify.fit(opinions(30), { ...small, ...engine, pooling, steps: 3 });
    const stream = model.stream();
    expect(stream.step('the film')).toEqual(model.classify(['the film'])[0]);
    expect(stream.step('was odd')).toEqual(model.classify(['the film was odd'])[0]);
    model.close();
  });

  it('streams only where no step waits for a later one, and refuses steps that do not fit', async () => {
    const both = await classify.fit(turns(12), { ...small, ...engine, steps: 1, bidirectional: true });
    expect(() => both.stream()).toThrow(/the model reads from both ends. Train one without bidirectional/);
    const even = turns(12).map(({ steps, label }) => ({ steps: steps.slice(0, 6), label }));
    const ordered = await classify.fit(even, { ...small, ...engine, steps: 1, permute: 4 });
    expect(() => ordered.stream()).toThrow(/in an order of its own. Train one without permute/);
    expect(() => ordered.classify([turns(12)[1].steps.slice(0, 5)])).toThrow(
      /it has 5 steps, and the model reads 6/,
    );
    const model = await classify.fit(turns(12), { ...small, ...engine, steps: 1 });
    const stream = model.stream();
    expect(() => stream.step([1])).toThrow(/step 1: it has 1 numbers. Give 2: 1 and 2/);
    expect(() => stream.step([1, Infinity])).toThrow(/a number is infinite/);
    expect(() => stream.step('left')).toThrow(/it is a text/);
    expect(() => model.classify(['left'])).toThrow(/sequence 1: it is a text. Give steps of 1, 2/);
    for (const one of [both, ordered, model]) one.close();
  });

  it('reads steps in a fixed order: the same as steps that were put in that order', async () => {
    const even = turns(40).map(({ steps, label }) => ({ steps: steps.slice(0, 6), label }));
    const permuted = await fit(await dataOf(even, { permute: 7 }), { ...small, permute: 7 }, engine);
    const { input } = permuted.manifest.vocabulary as { input: { order: unknown } };
    expect(input.order).toEqual({ seed: 7, steps: 6 });
    const { permutation, stream } = await import('../../../src/support/random.ts');
    const order = Array.from(permutation(stream(7), 6));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    const put = even.map(({ steps, label }) => ({ steps: order.map((t) => steps[t]), label }));
    const plain = await fit(await dataOf(put), small, engine);
    expect(permuted.manifest.files.weights.sha256).toBe(plain.manifest.files.weights.sha256);
    await expect(dataOf(turns(9), { permute: 7 })).rejects.toThrow(/it has another length than the first/);
  });

  it('standardises by the training data, and sees which values are missing', async () => {
    const gaps = turns(20).map(({ steps, label }) => ({
      steps: [...steps, [null, 0] as (number | null)[]],
      label,
    }));
    const stored = await fit(await dataOf(gaps, { validFraction: 0 }), { ...small, steps: 1 }, engine);
    const { input } = stored.manifest.vocabulary as {
      input: { shift: number[]; scale: number[]; masked: boolean };
    };
    const first = turns(20).flatMap(({ steps }) => steps.map((step) => Number(Object(step)[0])));
    const mean = first.reduce((a, b) => a + b) / first.length;
    expect(input.shift[0]).toBeCloseTo(mean, 10);
    const variance = first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / first.length;
    expect(input.scale[0]).toBeCloseTo(Math.sqrt(variance), 10);
    expect(input.masked).toBe(true);
    const { tensors } = readSafetensors(stored.blobs.weights, 'weights');
    expect(tensors.get('encoder.recurrent.weight_ih_l0')?.shape).toEqual([48, 4]);
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(turns(60));
    const options = { ...small, pooling: 'attention' } as const;
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
  });

  it('goes on with new sequences from a trained model, and refuses labels that it does not know', async () => {
    const first = await classify.fit(turns(60), { ...small, ...engine, steps: 2 });
    const more = await classify.fit(turns(120, 4), { ...small, ...engine, epochs: 8, from: first.model });
    const accuracy = (model: classify.Classifier): number => model.evaluate(turns(60, 2)).rows[0].values[0];
    expect(accuracy(more)).toBeGreaterThan(accuracy(first));
    const other = [{ steps: turns(1)[0].steps, label: 'straight' }];
    const { model: from } = first;
    await expect(classify.fit([...turns(9), ...other], { ...small, ...engine, from })).rejects.toThrow(
      /sequences, line 10: the label straight was not in the training data/,
    );
    await expect(classify.fit(opinions(9), { ...small, ...engine, from })).rejects.toThrow(
      /it holds texts, and the model reads numbers of 1 and 2/,
    );
    await expect(classify.fit(turns(9), { ...small, ...engine, from, hidden: 8 })).rejects.toThrow(
      /hidden is 8, but the model to go on from was made with 12/,
    );
    expect(() => more.evaluate(other)).toThrow(/line 1: the label straight/);
    expect(more.evaluate(other, { skipBad: true }).rows[0].values[0]).toBe(0);
    first.close();
    more.close();
  });

  it('normalises the sums of gates where it is asked to, with long memory too', async () => {
    for (const options of [{ cell: 'lstm' }, { cell: 'gru', chrono: 12 }] as const) {
      const model = await classify.fit(turns(90), {
        ...{ ...small, ...engine, ...options },
        layerNorm: true,
        epochs: 6,
      });
      expect(Array.from(readSafetensors(model.model.blobs.weights, 'weights').tensors.keys())).toContain(
        'encoder.recurrent.gain_hh_l0',
      );
      const { rows } = model.evaluate(turns(60, 2));
      expect(rows[0].values[0]).toBeGreaterThan(rows[1].values[0] + 20);
      const again = await classify.open(structuredClone(model.model), engine);
      expect(again.classify([turns(1)[0].steps])).toEqual(model.classify([turns(1)[0].steps]));
      model.close();
      again.close();
    }
  });

  it('refuses options and data that cannot be meant', async () => {
    const data = await dataOf(turns(12));
    for (const name of ['hidden', 'layers', 'embedding', 'minCount', 'batch', 'lr', 'clip'])
      await expect(fit(data, { steps: 1, [name]: 0 }, engine)).rejects.toThrow(`classify: ${name} is 0`);
    await expect(fit(data, { cell: 'lru', layerNorm: true }, engine)).rejects.toThrow(
      /layerNorm is given, and the cell is lru/,
    );
    await expect(fit(data, { cell: 'rnn', chrono: 9 }, engine)).rejects.toThrow(
      /chrono is given, and the cell is rnn/,
    );
    await expect(dataOf(turns(12), { validFraction: 1 })).rejects.toThrow(/validFraction is 1/);
    await expect(dataOf(turns(1))).rejects.toThrow(/it has 1 usable sequence/);
    const alike = turns(9).map(({ steps }) => ({ steps, label: 'left' }));
    await expect(dataOf(alike)).rejects.toThrow(/all sequences have the label left/);
    expect(() => asRead([...turns(1), ...opinions(1)])).toThrow(/sequence 2: it is a text, others are steps/);
    expect(() => asRead([{ steps: [], label: 'left' }])).toThrow(/sequence 1: there are no steps/);
  });
});

describe('what is held out', () => {
  const sequences = asRead(
    Array.from({ length: 100 }, (_, k) => ({ text: `${k}`, label: k < 60 ? 'a' : k < 98 ? 'b' : `${k}` })),
  ).sequences;

  it('has each class by its share, and never the last of one', () => {
    const held = holdOut(sequences, 0.2).map((k) => sequences[k].labels?.[0]);
    expect(held.filter((label) => label === 'a')).toHaveLength(12);
    expect(held.filter((label) => label === 'b').length).toBeGreaterThanOrEqual(7);
    expect(held).not.toContain('98');
    expect(holdOut(sequences, 0)).toEqual([]);
  });
});
