import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { curriculum } from '../../../src/tasks/memory/curriculum.ts';
import { memoryData, problemOf } from '../../../src/tasks/memory/data.ts';
import { fit } from '../../../src/tasks/memory/fit.ts';
import { memoryNetwork } from '../../../src/tasks/memory/memoryNetwork.ts';
import type { MemoryOptions } from '../../../src/tasks/memory/options.ts';
import { task } from '../../../src/tasks/memory/task.ts';

const engine = { backend: 'wasm', threads: 1 } as const;
const train = async (problem: string, options: MemoryOptions, runtime = {}): Promise<StoredModel> =>
  fit(await memoryData(platform, [problem]), options, { ...engine, ...runtime });

describe('memory', () => {
  it('learns to add, and says up to which length', async () => {
    const options = { length: 24, curriculum: true, hidden: 32, steps: 1500, lr: 0.01 };
    const network = await memoryNetwork(await train('adding', options), engine);
    const { columns, rows, notes } = network.evaluate();
    const [model, baseline] = rows.map(({ values }) => values);
    expect(columns).toEqual(['remembers', 'at 2', 'at 3', 'at 6', 'at 12', 'at 24', 'at 48', 'at 96']);
    expect(model[5]).toBeLessThan(baseline[5] / 10);
    const lost = model.findIndex((loss, k) => k > 0 && loss >= baseline[k] / 10);
    const remembered = [0, 2, 3, 6, 12, 24, 48, 96][lost < 0 ? 7 : lost - 1];
    expect(remembered).toBeGreaterThanOrEqual(24);
    expect(model[0]).toBe(remembered);
    expect(notes[0]).toContain(`up to a length of ${remembered}`);
    for (const [{ step, right, answer, confidence }] of network.answer({ length: 20, count: 5 })) {
      expect([step, confidence]).toEqual([19, null]);
      expect(Math.abs(answer - right)).toBeLessThan(0.4);
    }
    expect(network.probe()).toEqual(network.manifest.probes.map(({ output }) => output));
    network.close();
  });

  it('learns classes with a GRU: its answers are likely and right', async () => {
    const options = { length: 10, curriculum: true, hidden: 24, steps: 1200, lr: 0.01 } as const;
    const network = await memoryNetwork(await train('dyck', { ...options, cell: 'gru' }), engine);
    const answers = network.answer({ count: 40 }).flat();
    expect(answers.length).toBeGreaterThan(40);
    const right = answers.filter((one) => one.right === one.answer).length / answers.length;
    expect(right).toBeGreaterThan(0.9);
    expect(answers.every(({ confidence }) => Number(confidence) >= 0.5 && Number(confidence) <= 1)).toBe(
      true,
    );
    network.close();
  });

  it('goes on after a stop to the same bits, with the lengths that it had come to', async () => {
    const options = { length: 16, curriculum: true, hidden: 16, steps: 720, lr: 0.01, cell: 'gru' } as const;
    const whole = await train('dyck', options);
    const aborting = new AbortController();
    let resume: StoredModel | undefined;
    const longest: number[] = [];
    const stopped = train('dyck', options, {
      signal: aborting.signal,
      checkpoint: async (model: StoredModel) => {
        resume = model;
      },
      onLog: (event: { type: string; step: number; metrics?: Record<string, number> }) => {
        if (event.type === 'validation') longest.push(event.metrics?.length ?? 0);
        if (event.step === 670) aborting.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
    expect(longest[longest.length - 1]).toBeGreaterThan(8);
    const resumed = await train('dyck', options, { resume });
    expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
  });

  it('starts from a trained network for a greater length, not for another problem', async () => {
    const from = await train('parity', { length: 4, steps: 1, hidden: 8 });
    const longer = await train('parity', { length: 9, steps: 1 }, { from });
    expect(longer.manifest.architecture).toMatchObject({ length: 9, hidden: 8 });
    await expect(train('adding', { steps: 1 }, { from })).rejects.toThrow('problem is adding');
    await expect(train('parity', { steps: 1, cell: 'gru' }, { from })).rejects.toThrow('cell is gru');
  });

  it('refuses what cannot be meant', async () => {
    await expect(memoryData(platform, ['ading'])).rejects.toThrow('no problem ading. Did you mean adding?');
    await expect(memoryData(platform, ['copy', 'dyck'])).rejects.toThrow('Name one');
    await expect(train('temporal-order', { length: 9 })).rejects.toThrow('length is 9');
    await expect(train('copy', { cell: 'rnn', chrono: 5 })).rejects.toThrow('chrono is 5');
    const model = await train('copy', { length: 2, steps: 1, hidden: 4 });
    const predictor = await task.open(model, engine);
    const other = await memoryData(platform, ['dyck']);
    await expect(predictor.evaluate(other, {})).rejects.toThrow('has learned copy, not dyck');
    await expect(predictor.predict(other, {})).rejects.toMatchObject({ exitCode: 2 });
    predictor.close();
  });
});

describe('the curriculum', () => {
  it('lengthens sequences by a quarter when they are remembered, and not before', () => {
    const lengths = curriculum(problemOf('dyck'), 20);
    expect([lengths.shortest, lengths.longest]).toEqual([4, 8]);
    for (let step = 0; step < 50; step++) lengths.observe(0.2);
    expect(lengths.longest).toBe(8);
    const seen = new Set<number>();
    for (let step = 0; step < 200; step++) {
      lengths.observe(0.01);
      seen.add(lengths.longest);
    }
    expect([...seen]).toEqual([8, 10, 14, 18, 20]);
    const saved = lengths.save();
    const other = curriculum(problemOf('dyck'), 20);
    other.load(saved);
    expect(other.save()).toEqual(saved);
  });
});
