import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { badLines } from '../../../src/data/tags/badLines.ts';
import { type ReadTagged, readTagged, readTaggedText } from '../../../src/data/tags/readTagged.ts';
import { readVectors } from '../../../src/data/tags/readVectors.ts';

const read = (text: string, options: ReadTagged = {}): ReturnType<typeof readTaggedText> =>
  readTaggedText(text, 'x.txt', options, badLines(false));

const row = (id: string, form: string, upos: string): string =>
  [id, form, '_', upos, `x${upos}`, '_', '0', 'root', '_', '_'].join('\t');

const conllu = [
  '# text = vámonos al mar',
  row('1-2', 'vámonos', '_'),
  row('1', 'vamos', 'VERB'),
  row('2', 'nos', 'PRON'),
  row('2.1', 'x', 'X'),
  row('3', 'al mar', 'NOUN'),
  '',
  row('1', 'sí', 'INTJ'),
].join('\n');

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-tags-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe('readTagged', () => {
  it('reads CoNLL-U: words alone, by any column', () => {
    const { format, sentences } = read(conllu);
    expect(format).toBe('conllu');
    expect(sentences.map(({ tokens, tags, lines }) => [tokens, tags, lines])).toEqual([
      [
        ['vamos', 'nos', 'al mar'],
        ['VERB', 'PRON', 'NOUN'],
        [3, 4, 6],
      ],
      [['sí'], ['INTJ'], [8]],
    ]);
    expect(read(conllu, { column: 'xpos' }).sentences[1].tags).toEqual(['xINTJ']);
    expect(() => read(conllu, { column: 'xposs' })).toThrow(/--column: xposs is no column/);
  });

  it('reads columns separated by blanks or tabs, with empty lines of any white space', () => {
    const sentences = read('the DT B-NP\r\ncat NN I-NP\r\n\r\nsat VB B-VP\n').sentences;
    expect(sentences.map(({ tags }) => tags)).toEqual([['B-NP', 'I-NP'], ['B-VP']]);
    expect(read('a\tO\nb\tB-x\n\t\nc\tO\n').sentences.map(({ tokens }) => tokens)).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    const pos = read('the DT B-NP\ncat NN I-NP\n\n', { column: '2', tokenColumn: 3 }).sentences[0];
    expect([pos.tokens, pos.tags]).toEqual([
      ['B-NP', 'I-NP'],
      ['DT', 'NN'],
    ]);
    expect(read('only\n\ntokens\n', { format: 'columns' }).sentences[0].tags).toBeUndefined();
  });

  it('reads JSON lines, and text with a sentence per line', () => {
    const [one, two] = read(
      '{"tokens":["a","b"],"tags":["X","Y"],"label":"L"}\n\n{"tokens":["c"]}\n',
    ).sentences;
    expect(one).toMatchObject({ tokens: ['a', 'b'], tags: ['X', 'Y'], label: 'L', lines: [1] });
    expect(two).toMatchObject({ tokens: ['c'], lines: [3] });
    const { format, sentences } = read("It isn't 3.5, is it?\n\nNo.\n");
    expect(format).toBe('text');
    expect(sentences.map(({ tokens }) => tokens)).toEqual([
      ['It', "isn't", '3.5', ',', 'is', 'it', '?'],
      ['No', '.'],
    ]);
  });

  it('reads a folder of parallel files', async () => {
    const folder = await folderOf({
      'seq.in': 'play it \nstop',
      'seq.out': 'O B-x \nO\n',
      label: 'Play\nStop\n',
    });
    const { sentences } = await readTagged(platform, folder, {}, badLines(false));
    expect(sentences.map(({ tags, label }) => [tags, label])).toEqual([
      [['O', 'B-x'], 'Play'],
      [['O'], 'Stop'],
    ]);
    const short = await folderOf({ 'seq.in': 'a\nb', 'seq.out': 'O', label: 'x' });
    await expect(readTagged(platform, short, {}, badLines(false))).rejects.toThrow(
      /seq.in has 2 lines, seq.out 1/,
    );
  });

  it('takes two columns of nearly all lines for columns, and anything that is to have tags', () => {
    const odd = 'a O\nb O\nc O\nd O\ne\n';
    expect(() => read(odd)).toThrow(/line 5: it has 1 columns, 2 are expected/);
    expect(read('a b\nc\n').format).toBe('text');
    expect(() => read('a b\nc\n', { tagged: true })).toThrow(/line 2: it has 1 columns/);
  });

  it('names file and line of what is wrong, or leaves it out and counts', () => {
    const columns = 'a\tO\nb\n\nc\tO\n';
    expect(() => read(columns)).toThrow(
      'x.txt, line 2: it has 1 columns, 2 are expected. Give every token a line with as many columns, or leave it out with --skip-bad.',
    );
    expect(() => read('a\tO\n\n', { column: '3' })).toThrow(
      /line 1: it has 2 columns, and there is no column 3/,
    );
    expect(() => read('{"tokens":["a"],"tags":[]}')).toThrow(/line 1: 0 tags for 1 tokens/);
    expect(() => read('{"tokens":["a"]}\n{')).toThrow(/line 2: it is not JSON/);
    expect(() => read('{"tokens":[]}')).toThrow(/line 1: "tokens" is no list of words/);
    const bad = badLines(true);
    expect(readTaggedText(columns, 'x', {}, bad).sentences.map(({ tokens }) => tokens)).toEqual([['c']]);
    expect(bad.count).toBe(1);
  });
});

describe('readVectors', () => {
  const vectorsOf = async (text: string): ReturnType<typeof readVectors> =>
    readVectors(platform, join(await folderOf({ 'v.vec': text }), 'v.vec'));

  it('reads the text forms of GloVe, word2vec and fastText', async () => {
    const wanted = { words: ['the', 'new york'], size: 2, values: Float32Array.of(1, 2, 3, 4) };
    expect(await vectorsOf('The 1 2\nthe 9 9\nnew york 3 4\n')).toEqual(wanted);
    expect(await vectorsOf('2 2\nthe 1 2 \nnew york 3 4 \n')).toEqual(wanted);
  });

  it('names the line that is none', async () => {
    await expect(vectorsOf('the 1 2\ncat 1 x\n')).rejects.toThrow(
      /v.vec, line 2: it is not a word and 2 numbers/,
    );
  });
});
