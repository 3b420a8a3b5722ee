import { describe, expect, it } from 'vitest';
import { classify, forecast, generate, music, tag, transcribe, translate } from '../../src/index.ts';
import { gradientThroughTime } from '../../src/inspect/gradient/gradientThroughTime.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import { noGradient } from '../../src/tensor/tape.ts';
import { opinions, turns } from '../tasks/classify/made.ts';
import { requests } from '../tasks/tag/made.ts';
import { sounds } from '../tasks/transcribe/made.ts';
import { reversed } from '../tasks/translate/made.ts';

const engine = { backend: 'wasm', threads: 1 } as const;
const small = { hidden: 8, steps: 20, ...engine };

/** Losses and scores of all answers, in the order of their sequences and steps. */
function answersOf({ context, batches }: Subject): { loss: number; score: number }[] {
  return batches.flatMap((batch) =>
    context.step(() =>
      noGradient(context, () => {
        const { losses, scores, sequences, times } = batch.run();
        const [loss, score] = [losses.toArray(), scores.toArray()];
        const order = Array.from(sequences, (_, m) => m).sort(
          (a, b) => sequences[a] - sequences[b] || times[a] - times[b],
        );
        return order.map((m) => ({ loss: loss[m], score: score[m] }));
      }),
    ),
  );
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Recurrences and states that are seen, and that what is measured is not nothing. */
function seen(subject: Subject): string[] {
  const { states } = gradientThroughTime(subject);
  for (const { mean: norms, shares } of states) {
    expect(norms[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeCloseTo(1, 6);
  }
  return states.map(({ name, state }) => `${name} ${state}`);
}

describe('what a task shows of its network is what the task itself says', () => {
  it('classify: probabilities of series, read from both ends', async () => {
    const given = turns(20);
    const model = await classify.fit(given, { ...small, bidirectional: true, cell: 'gru' });
    const answers = answersOf(model.subject(given));
    model.classify(given.map(({ steps }) => steps)).forEach(({ probabilities, confidence }, k) => {
      expect(answers[k].loss).toBeCloseTo(-Math.log(probabilities[given[k].label]), 4);
      expect(answers[k].score).toBeCloseTo(Math.log(confidence), 4);
    });
    const subject = model.subject(given, { sequences: 3 });
    expect(subject.batches.map(({ lengths }) => lengths.length)).toEqual([3]);
    expect(seen(subject)).toEqual(['encoder.recurrent, layer 1 h', 'encoder.recurrent, layer 1, backward h']);
    expect(subject.batches[0].textAt(0, 0)).toMatch(/^\d+\.\d+ -?\d\.\d+$/);
    model.close();
  });

  it('classify: of several labels the sum; texts by word', async () => {
    const given = opinions(12).map(({ text, label }) => ({ text, label: [label] }));
    const model = await classify.fit(given, small);
    const answers = answersOf(model.subject(given));
    model.classify(given.map(({ text }) => text)).forEach(({ probabilities }, k) => {
      const losses = Object.entries(probabilities).map(
        ([name, p]) => -Math.log(given[k].label.includes(name) ? p : 1 - p),
      );
      expect(answers[k].loss).toBeCloseTo(
        losses.reduce((a, b) => a + b),
        4,
      );
    });
    const [batch] = model.subject(given).batches;
    expect([0, 1, 2].map((time) => batch.textAt(0, time))).toEqual(['the', 'film', 'was']);
    model.close();
  });

  it('generate: nats per symbol, from the start of the text', async () => {
    const text = 'one two three four five six seven eight nine ten. '.repeat(12);
    const model = await generate.fit(text, { ...small, layers: 2, context: 16 });
    const subject = model.subject(text.slice(0, 90));
    expect(mean(answersOf(subject).map(({ loss }) => loss))).toBeCloseTo(model.score(text.slice(0, 90)), 4);
    expect(subject.batches[0].textAt(0, 2)).toBe('e');
    expect(seen(subject)).toEqual([
      'recurrent, layer 1 h',
      'recurrent, layer 1 c',
      'recurrent, layer 2 h',
      'recurrent, layer 2 c',
    ]);
    expect(model.subject(text, { length: 30, sequences: 5 }).batches[0].lengths).toEqual([
      30, 30, 30, 30, 30,
    ]);
    model.close();
  });

  it('tag: confidences where the tags are independent; the characters of words stand apart', async () => {
    const given = requests(20);
    const model = await tag.fit(given, { ...small, output: 'softmax' });
    const answers = answersOf(model.subject(given));
    const told = model.tag(given.map(({ tokens }) => tokens)).flatMap(({ confidence }) => confidence);
    expect(answers.length).toBe(told.length);
    answers.forEach(({ score }, k) => expect(score).toBeCloseTo(Math.log(told[k]), 4));
    expect(gradientThroughTime(model.subject(given)).apart).toEqual([
      'spelling, layer 1',
      'spelling, layer 1, backward',
    ]);
    model.close();
  });

  it('music: nats per step', async () => {
    const pieces = Array.from({ length: 6 }, (_, k) =>
      Array.from({ length: 8 + k }, (_step, t) => [60 + (t % 3), 64 + (k % 2)]),
    );
    const model = await music.fit(pieces, { ...small, validFraction: 0 });
    const subject = model.subject(pieces);
    const [[all]] = model.evaluate(pieces).rows.map(({ values }) => values);
    expect(mean(answersOf(subject).map(({ loss }) => loss))).toBeCloseTo(all, 4);
    expect([0, 1].map((time) => subject.batches[0].textAt(0, time))).toEqual(['-', '60 64']);
    expect(seen(subject)).toEqual(['recurrent, layer 1 h', 'recurrent, layer 1 c']);
    model.close();
  });

  it('transcribe: the likeliest class of each step', async () => {
    const given = sounds(12);
    const model = await transcribe.fit(given, { ...small, stack: 1 });
    const answers = answersOf(model.subject(given.slice(0, 1)));
    const [{ probabilities = {} }] = model.transcribe(given.slice(0, 1), { trace: true });
    answers.forEach(({ score }, t) => {
      const best = Math.max(...Object.values(probabilities).map((own) => own[t]));
      expect(score).toBeCloseTo(Math.log(best), 4);
    });
    expect(answers.length).toBe(given[0].features.length);
    model.close();
  });

  it('forecast: the centre of the first step ahead', async () => {
    const rows = Array.from({ length: 60 }, (_, t) => ({ value: 10 + (t % 5) + 0.1 * t }));
    const options = { horizon: 3, period: 1, context: 12, output: 'gaussian', transform: 'none' } as const;
    const model = await forecast.fit(rows, { ...small, ...options, origins: 0 });
    const subject = model.subject({ data: rows, sequences: 50 });
    const scores = answersOf(subject).map(({ score }) => score);
    // The medians are the last values plus the scores in a unit that all have.
    const steps = [20, 30, 40, 50];
    const changes: number[] = [];
    for (const origin of steps) {
      const [{ median }] = await model.predict({ data: rows.slice(0, origin) });
      changes.push(median[0] - rows[origin - 1].value);
    }
    const origins = subject.batches.flatMap(({ lengths }) => lengths).length;
    expect(origins).toBe(60 - 3 - 12 + 1);
    const at = steps.map((origin) => scores[origin - 12]);
    const unit = changes[0] / at[0];
    expect(unit).toBeGreaterThan(0);
    changes.forEach((change, k) => expect(at[k] * unit).toBeCloseTo(change, 2));
    expect(seen(subject)).toEqual(['recurrent, layer 1 h', 'recurrent, layer 1 c']);
    model.close();
  });

  it('translate: nats per symbol; the encoder is followed', async () => {
    const pairs = reversed(30);
    const model = await translate.fit(pairs, { ...small, embedding: 8 });
    const subject = model.subject(pairs.slice(0, 16));
    const { notes } = model.evaluate(pairs.slice(0, 16));
    const told = notes.join(' ').match(/Perplexity ([\d.]+)/)?.[1];
    expect(Math.exp(mean(answersOf(subject).map(({ loss }) => loss)))).toBeCloseTo(Number(told), 2);
    expect(seen(subject)).toEqual([
      'encoder, layer 1 h',
      'encoder, layer 1 c',
      'encoder, layer 1, backward h',
      'encoder, layer 1, backward c',
    ]);
    model.close();
  });
});
