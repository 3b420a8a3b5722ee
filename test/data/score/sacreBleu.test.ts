import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type BleuScore, corpusBleu, sentenceBleu } from '../../../src/data/score/bleu.ts';
import { type ChrfScore, corpusChrf, sentenceChrf } from '../../../src/data/score/chrf.ts';
import { tokenize13a } from '../../../src/data/score/tokenize13a.ts';

interface Fixture {
  tokenize13a: [text: string, tokens: string[]][];
  cases: {
    name: string;
    given: string[];
    references: string[][];
    bleu: BleuScore;
    bleuLowercase: BleuScore;
    sentenceBleu?: BleuScore;
    chrf: ChrfScore;
    chrfLowercase: ChrfScore;
    chrfPlusPlus: ChrfScore;
  }[];
}

const file = new URL('../../fixtures/sacrebleu/scores.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(file, 'utf8'));

/** Everything that sacreBLEU says, to ten digits. */
function expectSame(ours: BleuScore | ChrfScore, theirs: BleuScore | ChrfScore): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  expect(ours).toEqual(
    JSON.parse(JSON.stringify(theirs), (_, value: unknown) =>
      typeof value === 'number' ? expect.closeTo(value, 10) : value,
    ),
  );
}

test('tokenisation 13a', () => {
  for (const [text, tokens] of fixture.tokenize13a)
    expect([text, ...tokenize13a(text)]).toEqual([text, ...tokens]);
});

describe.each(fixture.cases)('sacreBLEU: $name', ({ given, references, ...theirs }) => {
  test('BLEU', () => {
    expectSame(corpusBleu(given, references), theirs.bleu);
    expectSame(corpusBleu(given, references, { lowercase: true }), theirs.bleuLowercase);
    if (theirs.sentenceBleu) expectSame(sentenceBleu(given[0], references[0]), theirs.sentenceBleu);
  });

  test('chrF and chrF++', () => {
    expectSame(corpusChrf(given, references), theirs.chrf);
    expectSame(corpusChrf(given, references, { lowercase: true }), theirs.chrfLowercase);
    expectSame(corpusChrf(given, references, { wordOrder: 2 }), theirs.chrfPlusPlus);
    if (theirs.sentenceBleu)
      expectSame(sentenceChrf(given[0], references[0], { wordOrder: 2 }), theirs.chrfPlusPlus);
  });
});

test('the fixture has scores of all kinds', () => {
  const scores = fixture.cases.map(({ bleu }) => bleu.score);
  expect(scores.filter((score) => score === 0).length).toBeGreaterThan(2);
  expect(scores.filter((score) => score > 5 && score < 95).length).toBeGreaterThan(10);
  expect(new Set(fixture.cases.map(({ bleu }) => bleu.signature)).size).toBeGreaterThan(3);
});

test('missing references are named', () => {
  expect(() => corpusBleu(['a', 'b'], [['a']])).toThrow(
    'corpusBleu: 2 answers have 1 lists of references. Give a list of references for every answer, in the same order.',
  );
  expect(() => corpusBleu([], [])).toThrow('corpusBleu: there are no answers');
  expect(() => corpusChrf(['a', 'b'], [['a'], []])).toThrow('corpusChrf: answer 1 has no reference');
});
