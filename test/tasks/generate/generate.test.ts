import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { textData } from '../../../src/tasks/generate/data.ts';
import { encodeText, vocabularyFromJSON } from '../../../src/data/text/vocabulary.ts';
import { languageModel } from '../../../src/tasks/generate/languageModel.ts';
import { scoreText } from '../../../src/tasks/generate/score.ts';
import { checkStored } from '../../../src/tasks/generate/storedLanguage.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { loadWeights } from '../../../src/train/storedState.ts';
import { fit } from '../../../src/tasks/generate/fit.ts';
import type { GenerateOptions } from '../../../src/tasks/generate/options.ts';
import { task } from '../../../src/tasks/generate/task.ts';
import { textGenerator } from '../../../src/tasks/generate/textGenerator.ts';

/** A language of counting: what follows is certain once one or two symbols are known. */
const counting = Array.from({ length: 400 }, (_, k) => `${k % 10} comes before ${(k + 1) % 10}.\n`).join('');

const small: GenerateOptions = {
  hidden: 24,
  embedding: 8,
  batch: 8,
  context: 32,
  epochs: 6,
  lr: 0.02,
  dropout: 0,
  seed: 3,
};
const engine = { backend: 'wasm', threads: 1 } as const;

const dataOf = (text: string): ReturnType<typeof textData> =>
  textData(platform, text, { name: 'counting.txt' });

describe('generate', () => {
  it('learns a language that the unigram baseline cannot, and writes it', async () => {
    const model = await fit(await dataOf(counting), { ...small, epochs: 12 }, engine);
    const generator = await textGenerator(model, engine);
    const { rows } = generator.evaluate(counting.slice(-1500));
    const [[ours], [unigram]] = rows.map(({ values }) => values);
    expect(ours).toBeLessThan(0.25);
    expect(unigram).toBeGreaterThan(2);
    const text = await generator.generate({ prompt: '4 comes before 5.\n', length: 36, temperature: 0 });
    expect(text.split('\n')[0]).toMatch(/^\d comes before \d\.$/);
    const again = await textGenerator(structuredClone(model), engine);
    expect(await again.generate({ prompt: '1', seed: 8 })).toBe(
      await generator.generate({ prompt: '1', seed: 8 }),
    );
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    generator.close();
    again.close();
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(counting.slice(0, 3000));
    const checkpoints: StoredModel[] = [];
    const options = { ...small, epochs: 2, dropout: 0.2 };
    const keep = async (model: StoredModel): Promise<void> => {
      checkpoints.push(structuredClone(model));
    };
    const whole = await fit(data, options, { ...engine, checkpoint: keep, checkpointSeconds: 0.001 });
    expect(checkpoints.length).toBeGreaterThan(3);
    for (const resume of [checkpoints[0], checkpoints[Math.floor(checkpoints.length / 2)]]) {
      const resumed = await fit(data, options, { ...engine, resume });
      expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
    }
  });

  it('refuses to resume with other data or other options', async () => {
    const options = { ...small, epochs: 1 };
    const resume = await fit(await dataOf(counting.slice(0, 2000)), options, engine);
    await expect(fit(await dataOf(counting.slice(0, 2100)), options, { ...engine, resume })).rejects.toThrow(
      /not what the model was trained on/,
    );
    await expect(
      fit(await dataOf(counting.slice(0, 2000)), { ...options, hidden: 25 }, { ...engine, resume }),
    ).rejects.toThrow(/hidden is 25, the run was started with 24/);
  });

  it('goes on from a trained model with new text', async () => {
    const first = await fit(await dataOf(counting), { ...small, epochs: 3 }, engine);
    const second = await fit(await dataOf(counting), { ...small, epochs: 1 }, { ...engine, from: first });
    const generator = await textGenerator(second, engine);
    const fresh = await textGenerator(
      await fit(await dataOf(counting), { ...small, epochs: 1 }, engine),
      engine,
    );
    expect(generator.score(counting.slice(-1500))).toBeLessThan(fresh.score(counting.slice(-1500)));
    generator.close();
    fresh.close();
  });

  it('a run that went on from a trained model is resumed without it, and keeps its form', async () => {
    const { hidden, ...rest } = small;
    const from = await fit(await dataOf(counting), { ...small, hidden: 12, steps: 2 }, engine);
    const checkpoints: StoredModel[] = [];
    const checkpoint = async (model: StoredModel): Promise<void> => void checkpoints.push(model);
    const runtime = { ...engine, checkpoint, checkpointSeconds: 1e-9 };
    const whole = await fit(await dataOf(counting), { ...rest, steps: 4 }, { ...runtime, from });
    const resume = checkpoints[0];
    const resumed = await fit(await dataOf(counting), { ...rest, steps: 4 }, { ...engine, resume });
    expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
    expect(resumed.manifest).toMatchObject({ architecture: { hidden: 12 } });
    const changed = fit(await dataOf(counting), { ...rest, hidden }, { ...engine, from });
    await expect(changed).rejects.toThrow(/hidden is 24, but the model to go on from was made with 12/);
  });

  it.each(['word', 'spaced', 'byte'] as const)('reads %ss', async (unit) => {
    const model = await fit(await dataOf(counting), { ...small, unit, epochs: 4, context: 16 }, engine);
    const generator = await textGenerator(model, engine);
    const { rows } = generator.evaluate(counting.slice(-1500));
    expect(rows[0].values[0]).toBeLessThan(rows[1].values[0] / 2);
    expect((await generator.generate({ prompt: 'ünseen 漢字', length: 20 })).length).toBeGreaterThan(0);
    generator.close();
  });

  it('writes with the vectors that it reads, where they are tied', async () => {
    const hidden = 24;
    const options = { ...small, hidden, embedding: hidden, tied: true, epochs: 4, context: 16 };
    const model = await fit(await dataOf(counting), options, engine);
    expect(model.manifest.architecture).toMatchObject({ tied: true, embedding: hidden });
    const generator = await textGenerator(model, engine);
    const { rows } = generator.evaluate(counting.slice(-1500));
    expect(rows[0].values[0]).toBeLessThan(rows[1].values[0] / 2);
    expect(generator.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    const free = await fit(await dataOf(counting), { ...options, tied: false }, engine);
    const [bytes, others] = [model, free].map(({ manifest }) => manifest.files.weights.bytes);
    const { symbols } = generator.manifest.architecture as { symbols: number };
    expect(others - bytes).toBeGreaterThanOrEqual(4 * symbols * hidden);
    await expect(fit(await dataOf(counting), { ...options, embedding: 5 }, engine)).rejects.toThrow(
      `tied is set, with an embedding of 5 and ${hidden} hidden units`,
    );
    generator.close();
  });

  it('learns by plain gradient descent, with a rate and a limit of its own, and goes on to the same bits', async () => {
    const data = await dataOf(counting);
    const { lr: _, ...settings } = small;
    const options = { ...settings, optimizer: 'sgd', context: 8, epochs: 12 } as const;
    const checkpoints: StoredModel[] = [];
    const checkpoint = async (model: StoredModel): Promise<void> => {
      checkpoints.push(structuredClone(model));
    };
    const model = await fit(data, options, { ...engine, checkpoint, checkpointSeconds: 0.1 });
    expect(model.manifest.training.options).toMatchObject({ optimizer: 'sgd', lr: 20, clip: 0.25 });
    const generator = await textGenerator(model, engine);
    const { rows } = generator.evaluate(counting.slice(-1500));
    expect(rows[0].values[0]).toBeLessThan(rows[1].values[0] / 2);
    generator.close();
    const resumed = await fit(data, options, { ...engine, resume: checkpoints[0] });
    expect(resumed.blobs.weights).toEqual(model.blobs.weights);
  });

  it('scores a text by several lanes, each with what is before it in mind', async () => {
    const stored = await fit(await dataOf(counting), { ...small, epochs: 3 }, engine);
    const context = await openContext(engine);
    const { architecture, vocabulary } = checkStored(stored.manifest);
    const model = languageModel(context, architecture, 1);
    loadWeights(model.parameters, stored.blobs.weights, 'weights');
    const symbols = encodeText(vocabularyFromJSON(vocabulary), counting.slice(0, 601));
    /** The loss of symbols that are read from zero, all of them. */
    const read = (from: number, to: number): number =>
      to === from ? 0 : (to - from) * scoreText(context, model, symbols.slice(from, to + 1));
    for (const lanes of [2, 3, 12]) {
      const [starts, length] = [Array.from({ length: lanes }, (_, k) => (600 / lanes) * k), 600 / lanes];
      const sum = starts.reduce((total, start) => {
        const before = Math.max(0, start - Math.min(64, length));
        return total + read(before, start + length) - read(before, start);
      }, 0);
      expect(scoreText(context, model, symbols, { lanes })).toBeCloseTo(sum / 600, 5);
    }
    context.close();
  });

  it('lets others have their turn while it writes', async () => {
    const generator = await textGenerator(
      await fit(await dataOf(counting), { ...small, steps: 1 }, engine),
      engine,
    );
    let turns = 0;
    const turn = setInterval(() => turns++, 1);
    const begun = performance.now();
    while (performance.now() - begun < 100) await generator.generate({ length: 1000 });
    clearInterval(turn);
    expect(turns).toBeGreaterThan(0);
    generator.close();
  });

  it('warns where it is scored on what it was trained on, and says what is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'generate-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const file = await write('counting.txt', counting.slice(0, 3000));
    const options = { ...small, epochs: 1 };
    const data = await task.read(platform, [file], options);
    expect(data.notes).toEqual(['counting.txt: 2700 characters to train on, 300 held out to validate on.']);
    const model = await fit(data, options, engine);
    const predictor = await task.open(model, engine);
    const notesOn = async (path: string): Promise<string> => {
      const read = await task.read(platform, [path], {}, model.manifest);
      return [...read.notes, ...(await predictor.evaluate(read, {})).notes].join('\n');
    };
    const whole = await notesOn(file);
    expect(whole).toContain('counting.txt: 3000 characters.\n');
    expect(whole).toContain('The first 2,700 of 3,000 characters are the text that the model was trained on');
    expect(await notesOn(await write('same.txt', data.text))).toContain('This is the text');
    expect(await notesOn(await write('other.txt', counting.slice(1, 3000)))).not.toContain('trained on');
    expect((await predictor.evaluate(data, {})).notes.join()).not.toContain('trained on');
    predictor.close();
  });

  it('names what is wrong', async () => {
    await expect(dataOf('short')).rejects.toThrow(/counting.txt: it has 5 characters/);
    const model = await fit(await dataOf(counting.slice(0, 1000)), { ...small, steps: 2 }, engine);
    const generator = await textGenerator(model, engine);
    await expect(generator.generate({ temperature: -1 })).rejects.toThrow(/temperature is -1/);
    await expect(generator.generate({ topP: 2 })).rejects.toThrow(/topP is 2/);
    generator.close();
    for (const name of [
      'hidden',
      'layers',
      'embedding',
      'context',
      'batch',
      'minCount',
      'maxSymbols',
      'lr',
    ]) {
      const fitting = fit(await dataOf(counting), { steps: 1, [name]: 0 }, engine);
      await expect(fitting).rejects.toThrow(`generate: ${name} is 0`);
    }
    await expect(fit(await dataOf(counting), { steps: 1, dropout: 1 }, engine)).rejects.toThrow(
      /dropout is 1/,
    );
    await expect(textData(platform, counting, { name: 'x', validFraction: 1.5 })).rejects.toThrow(
      /validFraction is 1.5/,
    );
    await expect(fit(await dataOf(counting), { bidirectional: true }, engine)).rejects.toThrow(
      /left to right/,
    );
    const other = { ...model, manifest: { ...model.manifest, task: 'forecast' } };
    await expect(task.open(other, engine)).rejects.toThrow(/task forecast/);
  });
});
