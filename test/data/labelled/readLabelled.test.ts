import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import type { LabelledFile, LabelledReading } from '../../../src/data/labelled/labelledSequence.ts';
import { readLabelled, readLabelledText } from '../../../src/data/labelled/readLabelled.ts';
import { badLines } from '../../../src/data/tags/badLines.ts';

const read = (text: string, options: LabelledReading = {}, unlabelled = false): LabelledFile =>
  readLabelledText(text, 'x', { ...options, unlabelled, bad: badLines(false) });

/** Contents as lists, with their labels. */
const plain = ({ sequences }: LabelledFile): unknown[] =>
  sequences.map(({ content, labels }) => [
    typeof content === 'string'
      ? content
      : Array.from(content, (value) => (Number.isNaN(value) ? null : value)),
    ...(labels ?? []),
  ]);

describe('texts', () => {
  const wanted = [
    ['a good one', 'yes'],
    ['so bad', 'no'],
    ['it is "fine"', 'yes'],
  ];
  it('come as JSON lines, tabs or CSV, with a header or without, the label first or last', () => {
    const json = wanted.map(([text, label]) => JSON.stringify({ text, label })).join('\n');
    expect(plain(read(json))).toEqual(wanted);
    expect(plain(read(wanted.map((row) => row.join('\t')).join('\n')))).toEqual(wanted);
    expect(plain(read(wanted.map(([text, label]) => `${label}\t${text}`).join('\n')))).toEqual(wanted);
    const quoted = ([text, label]: string[]): string => `${label},"${text.replaceAll('"', '""')}"`;
    expect(plain(read(`label,review\n${wanted.map(quoted).join('\n')}\n`))).toEqual(wanted);
    const named = `when\tmood\twords\n${wanted.map(([text, label]) => `1\t${label}\t${text}`).join('\n')}`;
    expect(plain(read(named, { layout: 'text', label: 'mood', text: 'words' }))).toEqual(wanted);
  });

  it('may have several labels, or none', () => {
    const { multiLabel, sequences } = read('{"text":"a","label":["x","y"]}\n{"text":"b","label":[]}');
    expect(multiLabel).toBe(true);
    expect(sequences.map(({ labels }) => labels)).toEqual([['x', 'y'], []]);
    const table = read('label\ttext\nx|y\ta\nx\tb', { separator: '|' });
    expect(table.sequences.map(({ labels }) => labels)).toEqual([['x', 'y'], ['x']]);
  });

  it('come without labels for a trained model', () => {
    expect(plain(read('just words\nand more', { layout: 'text' }, true))).toEqual([
      ['just words'],
      ['and more'],
    ]);
    expect(plain(read('{"text":"a"}', {}, true))).toEqual([['a']]);
  });
});

describe('series', () => {
  it('have a row per step: ids, labels, channels that differ in length, missing values', () => {
    const text = 'id,time,x,y,label\na,1,0.5,1,up\na,2,,2,up\nb,1,3,4,down\nb,2,5,6,down\nb,4,7,8,down\n';
    const file = read(text);
    expect(file.form).toEqual({ kind: 'numbers', channels: ['x', 'y'] });
    expect(plain(file)).toEqual([
      [[0.5, 1, null, 2], 'up'],
      [[3, 4, 5, 6, 7, 8], 'down'],
    ]);
    expect(file.sequences.map(({ id, line }) => [id, line])).toEqual([
      ['a', 2],
      ['b', 4],
    ]);
    const again = read('id,time,y,x\nc,1,2,1\nc,2,4,3\n', { ...file.reading }, true);
    expect(plain(again)).toEqual([[[1, 2, 3, 4]]]);
  });

  it('have a row each: one channel, interleaved channels, or channels by the names of columns', () => {
    expect(plain(read('1,2,3,a\n4,5,6,b\n7,8,9,a\n'))).toEqual([
      [[1, 2, 3], 'a'],
      [[4, 5, 6], 'b'],
      [[7, 8, 9], 'a'],
    ]);
    const pairs = read('1,2,3,4,7\n5,6,7,8,9\n', { channels: ['x', 'y'] });
    expect(pairs.form).toEqual({ kind: 'numbers', channels: ['x', 'y'] });
    expect(plain(pairs)[0]).toEqual([[1, 2, 3, 4], '7']);
    const named = read('x1,x2,y1,y2,label\n1,2,3,4,a\n5,6,7,?,b\n');
    expect(plain(named)).toEqual([
      [[1, 3, 2, 4], 'a'],
      [[5, 7, 6, null], 'b'],
    ]);
  });

  it('of rows differ in length: with a header by empty cells, without one by their fields', () => {
    expect(plain(read('label,v1,v2,v3\na,1,2,3\nb,4,5,\n'))).toEqual([
      [[1, 2, 3], 'a'],
      [[4, 5], 'b'],
    ]);
    expect(plain(read('1,2,3,a\n4,5,b\n'))).toEqual([
      [[1, 2, 3], 'a'],
      [[4, 5], 'b'],
    ]);
  });

  it('of rows come without labels where a trained model knows how many columns there are', () => {
    const { reading } = read('1,2,3,a\n4,5,6,b\n');
    expect(plain(read('7,8,9\n', reading, true))).toEqual([[[7, 8, 9]]]);
    expect(plain(read('7,8,9,b\n', reading, true))).toEqual([[[7, 8, 9], 'b']]);
  });

  it('come as JSON lines and in the form of the archives', () => {
    expect(plain(read('{"steps":[[1,2],[3,null]],"label":"a"}\n{"steps":[[5,6]],"label":"b"}'))).toEqual([
      [[1, 2, 3, null], 'a'],
      [[5, 6], 'b'],
    ]);
    const ts =
      '# told\n@problemName P\n@dimensions 2\n@classLabel true a b\n@data\n1,2,3:4,?,6:a\n7,8:9,0:b\n';
    expect(plain(read(ts))).toEqual([
      [[1, 4, 2, null, 3, 6], 'a'],
      [[7, 9, 8, 0], 'b'],
    ]);
  });
});

describe('bad input', () => {
  const cases: [name: string, text: string, message: RegExp, options?: LabelledReading][] = [
    [
      'time order',
      'id,time,x,label\na,2,1,u\na,1,1,u\nb,1,1,v\nb,2,1,v',
      /x, line 3: .*is earlier than line 2/,
    ],
    [
      'a time twice',
      'id,time,x,label\na,1,1,u\na,1,1,u\nb,1,1,v\nb,2,1,v',
      /x, line 3: .*have the same time/,
    ],
    [
      'infinity in a step',
      'id,x,label\na,1,u\na,inf,u\nb,1,v\nb,1,v',
      /x, line 3: column 'x': 'inf' is infinite/,
    ],
    ['infinity in a row', '1,2,a\n3,-Infinity,b\n1,1,b', /x, line 2: field 2: '-Infinity' is infinite/],
    ['too large a number', '1,2,a\n3,1e999,b\n1,1,b', /x, line 2: field 2: '1e999' is infinite/],
    [
      'infinity in JSON',
      '{"steps":[1],"label":"a"}\n{"steps":[1e999],"label":"a"}',
      /x, line 2: step 1 has an infinite/,
    ],
    [
      'infinity in ts',
      '@problemName P\n@classLabel true a\n@data\n1,inf:a',
      /x, line 4: dimension 1: 'inf' is infinite/,
    ],
    ['words among numbers', '1,2,a\n3,x,b\n1,1,b', /x, line 2: field 2: 'x' is not a number/],
    ['two labels', 'id,x,label\na,1,u\na,2,v\nb,1,v\nb,1,v', /x, line 3: the label v, while line 2 .* has u/],
    ['no label', '1,2,a\n3,4,\n1,1,b', /x, line 2: it has no label/],
    ['no id', 'x,y,label\n1,2,u\n2,3,v\n', /no column tells the sequences apart/, { layout: 'steps' }],
    [
      'odd pairs',
      '1,2,3,a\n3,4,5,b',
      /x, line 1: it has 3 values, which are no whole number/,
      { channels: ['x', 'y'] },
    ],
    ['no column', 'x1,x2,label\n1,2,u\n2,3,v\n', /--label: there is no column kind/, { label: 'kind' }],
    ['no JSON', '{"text":"a","label":"b"}\n{', /x, line 2: it is not JSON/],
    [
      'mixed JSON',
      '{"text":"a","label":"b"}\n{"steps":[1],"label":"b"}',
      /x, line 2: it has "steps", others "text"/,
    ],
    [
      'steps of two widths',
      '{"steps":[[1,2]],"label":"b"}\n{"steps":[[1]],"label":"b"}',
      /line 2: step 1 has 1 numbers, 2/,
    ],
    ['an unknown class', '@problemName P\n@classLabel true a\n@data\n1,2:b', /x, line 4: the class b is not/],
    ['time stamps', '@problemName P\n@timeStamps true\n@data\n', /its values have time stamps/],
    [
      'uneven dimensions',
      '@problemName P\n@classLabel true a\n@data\n1,2:3:a',
      /line 4: dimension 2 has 1 values/,
    ],
  ];
  it.each(cases)('%s', (_name, text, message, options) => {
    expect(() => read(text, options)).toThrow(message);
  });

  it('is left out and counted where that is wanted', () => {
    for (const [name, text, message, options] of cases.filter(([, , message]) =>
      / line \d/.test(message.source),
    )) {
      const bad = badLines(true);
      const kept = readLabelledText(text, 'x', { ...options, bad });
      expect(bad.count, name).toBeGreaterThan(0);
      expect(
        kept.sequences.every(({ line }) => line > 0),
        String(message),
      ).toBe(true);
    }
    const bad = badLines(true);
    const text = 'id,time,x,label\na,2,1,u\na,1,1,u\nb,1,1,v\nb,2,1,v\n';
    expect(readLabelledText(text, 'x', { bad }).sequences.map(({ id }) => id)).toEqual(['b']);
    expect(bad.count).toBe(1);
  });
});

describe('pictures', () => {
  const idx = (shape: number[], values: number[]): Uint8Array =>
    Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...values]);

  it('are read pixel by pixel, with the labels beside them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'unrolled-idx-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const images = join(folder, 'some-images-idx3-ubyte');
    await writeFile(images, idx([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]));
    const options = { layout: 'pixels', bad: badLines(false) } as const;
    await expect(readLabelled(platform, images, options)).rejects.toThrow(/there are no labels beside it/);
    expect(plain(await readLabelled(platform, images, { ...options, unlabelled: true }))).toHaveLength(2);
    const labels = join(folder, 'some-labels-idx1-ubyte');
    await writeFile(labels, idx([2], [7, 3]));
    const file = await readLabelled(platform, images, options);
    expect(plain(file)).toEqual([
      [[0, 1, 2, 3, 4, 5], '7'],
      [[250, 251, 252, 253, 254, 255], '3'],
    ]);
    expect(file.form).toEqual({ kind: 'numbers', channels: ['gray'] });
    await writeFile(labels, idx([3], [7, 3, 1]));
    await expect(readLabelled(platform, images, options)).rejects.toThrow(
      /it has 3 labels, and there are 2 pictures/,
    );
  });
});
