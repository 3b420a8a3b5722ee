import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { colouredText } from '../../src/formats/html/colouredText.ts';
import { attributions } from '../../src/inspect/attribution/attributions.ts';
import { describeAttributions } from '../../src/inspect/attribution/describeAttributions.ts';
import { classify, generate } from '../../src/index.ts';
import { Context } from '../../src/tensor/context.ts';
import { opinions } from '../tasks/classify/made.ts';
import { leakySubject } from './leakySubject.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());
const engine = { backend: 'wasm', threads: 1 } as const;

it('of a linear network are the same by all methods: a^(steps to the end)', () => {
  const found = attributions(leakySubject(context, [0.8], 9));
  expect(found.map(({ sequence, time }) => [sequence, time])).toEqual([
    [0, -1],
    [1, -1],
  ]);
  for (const { values, score, baseline, gap } of found) {
    for (const own of Object.values(values))
      own.forEach((value, t) => expect(value).toBeCloseTo(0.8 ** (8 - t), 6));
    expect(score).toBeCloseTo((1 - 0.8 ** 9) / 0.2, 6);
    expect(baseline).toBe(0);
    expect(gap).toBeCloseTo(0, 5);
  }
});

describe('of a classifier of texts', async () => {
  const model = await classify.fit(opinions(60), {
    ...{ hidden: 12, embedding: 12, epochs: 40, lr: 0.02, dropout: 0, validFraction: 0, pooling: 'mean' },
    ...engine,
  });
  afterAll(() => model.close());
  const texts = ['the film was awful', 'my dinner made me yawn'];
  const subject = model.subject(texts.map((text) => ({ text, label: 'bad' })));

  it('integrated gradients add up to what the words do to the score', () => {
    for (const { values, score, baseline, gap } of attributions(subject, { points: 200 })) {
      const sum = values.integrated.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - (score - baseline))).toBeLessThan(0.01);
      expect(gap).toBeCloseTo(sum - (score - baseline), 6);
      expect(Math.abs(score - baseline)).toBeGreaterThan(0.2);
    }
    const [few] = attributions(subject, { points: 2, sequences: 1 });
    const [many] = attributions(subject, { points: 200, sequences: 1 });
    expect(Math.abs(many.gap)).toBeLessThan(Math.abs(few.gap));
  });

  it('occlusion is what the score loses without a word', () => {
    const [first] = attributions(subject, { sequences: 1 });
    expect(first.texts).toEqual(['the', 'film', 'was', 'awful']);
    expect(first.values.occlusion.indexOf(Math.max(...first.values.occlusion))).toBe(3);
    expect(first.score).toBeCloseTo(Math.log(model.classify(texts)[0].confidence), 4);
  });

  it('are shown as coloured text', () => {
    const { pictures, paragraphs } = describeAttributions(attributions(subject), subject);
    expect(pictures).toHaveLength(6);
    expect(pictures[1]).toMatch(
      /<span style="background:rgba\(31,111,214,0.7\)" title="[\d.]+">awful<\/span>/,
    );
    expect(paragraphs[1]).toMatch(/^Sequence 1: most comes from step 4 \(awful\) \+/);
  });
});

it('of a language model are about the last symbol alone, whatever else it may say on the way', async () => {
  const text = 'abcabd'.repeat(60);
  const model = await generate.fit(text, { hidden: 12, steps: 60, context: 16, dropout: 0, ...engine });
  const [found] = attributions(model.subject(text, { length: 12 }), { sequences: 1, points: 100 });
  expect(found.time).toBe(11);
  expect(found.texts.join('')).toBe('abcabdabcabd');
  expect(Math.abs(found.gap)).toBeLessThan(0.02);
  model.close();
});

it('coloured text keeps blanks and lines, and names what it shows', () => {
  const html = colouredText(
    [
      { text: 'a<b', value: 1 },
      { text: '\n', value: -0.5 },
      { text: ' ', value: 0 },
    ],
    '',
    'R & D',
  );
  expect(html).toBe(
    '<div role="group" aria-label="R &amp; D"><p>R &amp; D</p><p style="white-space:pre-wrap;max-width:none">' +
      '<span style="background:rgba(31,111,214,0.7)" title="1">a&lt;b</span>' +
      '<span style="background:rgba(212,105,11,0.35)" title="-0.5">↵\n</span><span title="0"> </span></p></div>',
  );
});
