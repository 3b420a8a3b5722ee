import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { platform } from '#platform';
import type { GrayImage } from '../../../src/data/image/grayImage.ts';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { pictureOf } from '../../../src/data/labelled/picture.ts';
import { referenceBackend } from '../../../src/backend/reference.ts';
import type { Pass } from '../../../src/nn/pass.ts';
import { gridEncoder } from '../../../src/tasks/classify/gridEncoder.ts';
import { Context } from '../../../src/tensor/context.ts';
import { fit, open } from '../../../src/tasks/classify/index.ts';
import { fit as fitHere } from '../../../src/tasks/classify/fit.ts';
import type { ClassifyOptions } from '../../../src/tasks/classify/options.ts';
import { checkStored } from '../../../src/tasks/classify/storedClassifier.ts';
import { task } from '../../../src/tasks/classify/task.ts';

const engine = { backend: 'wasm', threads: 1 } as const;
const small = { layers: 1, hidden: 8, block: 2, batch: 8, lr: 0.02, seed: 3 } as const;

/** Pictures with sides from 5 to 10: a bright line that lies or stands, on gray. */
function lines(count: number): { picture: GrayImage; label: string }[] {
  return Array.from({ length: count }, (_, k) => {
    const draw = (place: number, n: number): number => Math.floor(n * uniform(stream(8, k), place));
    const [height, width] = [5 + draw(0, 6), 5 + draw(1, 6)];
    const lies = k % 2 === 0;
    const at = draw(2, lies ? height : width);
    const pixels = Float32Array.from({ length: height * width }, (_pixel, j) =>
      (lies ? Math.floor(j / width) : j % width) === at ? 1 : 0.2 * uniform(stream(9, k), j),
    );
    return { picture: { height, width, pixels }, label: lies ? 'lies' : 'stands' };
  });
}

const pgm = ({ height, width, pixels }: GrayImage): string =>
  `P2 ${width} ${height} 255\n${Array.from(pixels, (value) => Math.round(255 * value)).join(' ')}\n`;

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'unrolled-grid-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return path;
}

/** By class, or side by side with a table. */
const byClass = (count: number): Promise<string> =>
  folder(
    Object.fromEntries(lines(count).map(({ picture, label }, k) => [`${label}/${k}.pgm`, pgm(picture)])),
  );

async function trained(path: string, options: ClassifyOptions = {}): Promise<StoredModel> {
  return fitHere(await task.read(platform, [path], options), { ...small, steps: 2, ...options }, engine);
}

describe.each(['mdlstm', 'renet'] as const)('%s', (grid) => {
  it('learns from pictures of all sizes, and answers the same when it is opened again', async () => {
    const train = lines(160);
    const model = await fit(train, { ...small, ...engine, grid, epochs: 6, valid: lines(40).slice(20) });
    const tried = lines(60).map(({ picture }) => picture);
    const answers = model.classify(tried);
    const right = answers.filter(({ label }, k) => label === train[k].label).length;
    expect(right).toBeGreaterThan(54);
    const again = await open(model.model, engine);
    expect(again.classify(tried)).toEqual(answers);
    expect(again.classify([tried[7]])).toEqual([answers[7]]);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    expect(() => again.classify(['a text'])).toThrow('sequence 1: it is a text. Give a picture');
    expect(() => again.stream()).toThrow('the model reads pictures');
    again.close();
    model.close();
  });
});

test('a folder by each class, or a table of names and labels, give the same data', async () => {
  const pictures = lines(8);
  const files = Object.fromEntries(pictures.map(({ picture }, k) => [`${k}.pgm`, pgm(picture)]));
  const table = ['file,label', ...pictures.map(({ label }, k) => `${k}.pgm,${label}`)].join('\n');
  const options = { validFraction: 0 };
  const [one, other] = [
    await task.read(platform, [await byClass(8)], options),
    await task.read(platform, [await folder({ ...files, 'labels.csv': table })], options),
  ];
  const seen = (data: typeof one): string[] =>
    data.sequences
      .map(({ content, labels }) => `${labels?.[0]} ${[...(content as Float32Array)].join()}`)
      .toSorted();
  expect(one.form).toEqual({ kind: 'grid' });
  expect(seen(one)).toEqual(seen(other));
  expect(one.sequences.map(({ id }) => id)).toContain(join('stands', '1.pgm'));
  expect(other.sequences[0].content.slice(0, 3)).toEqual(
    Float32Array.of(
      pictures[0].picture.width,
      ...pgm(pictures[0].picture)
        .split('\n')[1]
        .split(' ')
        .slice(0, 2)
        .map((value) => Number(value) / 255),
    ),
  );
});

test('reading what is not right names the file, or leaves it out where that is wanted', async () => {
  const read = (path: string, options: ClassifyOptions = {}) => task.read(platform, [path], options);
  const bad = await byClass(8);
  await writeFile(join(bad, 'lies', '4.pgm'), 'P2 3 3 255\n1 2');
  await expect(read(bad)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(join('lies', '4.pgm')),
  });
  const { sequences, valid } = await read(bad, { skipBad: true });
  expect(sequences.length + valid.length).toBe(7);
  await expect(read(await folder({ 'a.txt': '' }))).rejects.toThrow('there are no pictures in it');
  const [{ picture }] = lines(1);
  await expect(read(await folder({ 'a.pgm': pgm(picture) }))).rejects.toThrow('its pictures have no labels');
  const odd = await folder({ 'a.pgm': pgm(picture), 'labels.csv': 'file,label\na.pgm,lies\na.pgm' });
  await expect(read(odd)).rejects.toThrow(
    /labels\.csv, line 3: it is not the name of a picture and its label/,
  );
  const gone = await folder({ 'labels.csv': 'b.pgm,lies' });
  await expect(read(gone)).rejects.toMatchObject({ code: 'file-missing' });
});

test('one picture is predicted without a label', async () => {
  const path = await byClass(8);
  const stored = await trained(path);
  const predictor = await task.open(stored, engine);
  onTestFinished(() => predictor.close());
  const data = await task.read(platform, [join(path, 'lies', '0.pgm')], {}, stored.manifest);
  const { json } = await predictor.predict(data, {});
  expect(json).toMatchObject({
    sequences: [{ id: '0.pgm', label: expect.stringMatching(/^(lies|stands)$/) }],
  });
});

test('options that mean nothing for pictures are refused, and those of pictures elsewhere', async () => {
  const path = await byClass(8);
  const wrong: [ClassifyOptions, RegExp][] = [
    [{ bidirectional: true }, /bidirectional is given, and pictures are read from all corners/],
    [{ chrono: 30 }, /chrono is given/],
    [{ layerNorm: true }, /layerNorm is given/],
    [{ unit: 'character' }, /an option of texts is given/],
    [{ cell: 'gru' }, /cell gru is given, and mdlstm has one of its own. Choose --grid renet/],
    [{ grid: 'renet', cell: 'jordan' }, /cell jordan is given/],
    [{ grid: 'renet', stable: true }, /stable is given/],
    [{ pooling: 'attention' }, /pooling attention is given/],
    [{ permute: 1 }, /the sequences are pictures/],
  ];
  for (const [options, message] of wrong) await expect(trained(path, options)).rejects.toThrow(message);
  const texts = [
    { text: 'a b', label: 'x' },
    { text: 'c', label: 'y' },
    { text: 'a', label: 'x' },
  ];
  await expect(fit(texts, { ...engine, validFraction: 0, block: 2, steps: 1 } as never)).rejects.toThrow(
    'block is given, and there are no pictures',
  );
});

test('a stored model says what it is, and is not believed where that does not fit', async () => {
  const { manifest } = await trained(await byClass(8), { grid: 'renet', cell: 'gru', pooling: 'max' });
  const { architecture } = checkStored(manifest);
  expect(architecture.encoder).toEqual({
    ...{ kind: 'grid', choice: { layer: 'renet', cell: { cell: 'gru' } } },
    ...{ hidden: 8, layers: 1, block: 2, pooling: 'max', jitter: 0 },
  });
  const changed = (encoder: object): typeof manifest => ({
    ...manifest,
    architecture: { ...architecture, encoder: { ...architecture.encoder, ...encoder } },
  });
  expect(() => checkStored(changed({ block: 0 }))).toThrow(/architecture\.encoder\.block/);
  expect(() => checkStored(changed({ choice: { layer: 'other' } }))).toThrow(
    /architecture\.encoder\.choice\.layer/,
  );
  const text = { kind: 'text', unit: 'word', symbols: ['a'] };
  expect(() =>
    checkStored({ ...manifest, vocabulary: { ...(manifest.vocabulary as object), input: text } } as never),
  ).toThrow('do not fit together');
});

test('jitter moves pictures in training alone, the same ones in any batch', () => {
  const context = new Context(referenceBackend('float32'));
  const encoder = gridEncoder(
    context,
    { kind: 'grid', choice: { layer: 'mdlstm' }, hidden: 3, layers: 1, block: 2, pooling: 'mean', jitter: 2 },
    { kind: 'grid', shift: 0, scale: 1 },
    1,
  );
  const contents = lines(4).map(({ picture }) => pictureOf(picture));
  const vectors = (places: number[], pass: Pass): number[][] => {
    const all = encoder.run({ contents: places.map((k) => contents[k]), ids: places }, pass).toArray();
    return places.map((_, k) => [...all.slice(12 * k, 12 * (k + 1))]);
  };
  const training = { training: true, seed: 1, step: 5 };
  const batch = vectors([0, 1, 2, 3], training);
  expect(vectors([2], training)).toEqual([batch[2]]);
  expect(vectors([2], { ...training, step: 6 })).not.toEqual([batch[2]]);
  expect(vectors([2], { ...training, training: false })).not.toEqual([batch[2]]);
  const atWork = vectors([2], { ...training, training: false });
  expect(vectors([2], { ...training, training: false, step: 6 })).toEqual(atWork);
});
