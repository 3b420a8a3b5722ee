import { afterAll, describe, expect, it } from 'vitest';
import { unitArithmetic } from '../../src/inspect/unroll/unitArithmetic.ts';
import { type UnrolledRecurrence, unrollSequence } from '../../src/inspect/unroll/unrollSequence.ts';
import { fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';
import { fixtureSubject } from './fixtureSubject.ts';
import { leakySubject } from './leakySubject.ts';

const opened = await openContexts();
const [{ context: exact }] = opened;
afterAll(() => {
  for (const { context } of opened) context.close();
});

const suffix = ({ layer, direction }: UnrolledRecurrence): string =>
  `l${layer - 1}${direction === 'backward' ? '_reverse' : ''}`;

describe.each(opened)('a sequence laid out through time, on $name', ({ context }) => {
  it.each(fixtureNames('inspect'))('%s: gradients of every state are those of PyTorch', (name) => {
    const { case: about, tensor } = readFixture('inspect', name);
    const subject = fixtureSubject(context, name);
    let compared = 0;
    about.lengths.forEach((length, sequence) => {
      const before = about.lengths.slice(0, sequence).reduce((sum, one) => sum + one, 0);
      for (let answer = 0; answer < length; answer++) {
        const { answers, recurrences, texts } = unrollSequence(subject, { sequence, answer });
        expect(texts).toHaveLength(length);
        expect(answers.map(({ time }) => time)).toEqual(Array.from({ length }, (_, time) => time));
        for (const one of recurrences)
          for (const [state, { width, data }] of Object.entries(one.gradients)) {
            const { data: norms, shape } = tensor(`norms.${suffix(one)}.${state}`);
            for (let t = 0; t < length; t++) {
              const norm = Math.hypot(...data.subarray(t * width, (t + 1) * width));
              const wanted = norms[(before + answer) * shape[1] + t];
              expect(Math.abs(norm - wanted)).toBeLessThan(2e-5 * Math.max(0.01, wanted));
              compared++;
            }
          }
      }
    });
    expect(compared).toBeGreaterThan(20);
  });

  it.each(fixtureNames('inspect'))('%s: a unit computed again by hand gives its gates and states', (name) => {
    const { lengths, hiddenSize } = readFixture('inspect', name).case;
    for (const one of unrollSequence(fixtureSubject(context, name)).recurrences)
      for (let t = 0; t < lengths[0]; t++)
        for (let unit = 0; unit < hiddenSize; unit++) {
          const { gates, after } = unitArithmetic(one, t, unit);
          const at = t * hiddenSize + unit;
          expect(gates.length).toBe({ lstm: 4, gru: 3, rnn: 1 }[one.cell]);
          for (const { name, value, sum, activation } of gates) {
            expect(value).toBeCloseTo(one.values[name].data[at], 5);
            expect(value).toBeCloseTo(activation === 'tanh' ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum)), 12);
          }
          for (const state of Object.keys(after))
            expect(after[state]).toBeCloseTo(one.values[state].data[at], 5);
        }
  });
});

it.each(fixtureNames('inspect'))('%s: gradients of the input are central differences', (name) => {
  const { case: about, tensor } = readFixture('inspect', name);
  const x = Float64Array.from(tensor('x').data);
  const [length] = about.lengths;
  const lossWith = (at: number, change: number): number => {
    const moved = x.map((value, k) => (k === at ? value + change : value));
    return unrollSequence(fixtureSubject(exact, name, moved)).answers[length - 1].loss;
  };
  const { recurrences } = unrollSequence(fixtureSubject(exact, name));
  const reading = recurrences.filter(({ layer }) => layer === 1);
  const sum = (at: number): number => reading.reduce((all, one) => all + one.inputGradient.data[at], 0);
  for (let at = 0; at < length * about.inputSize; at++) {
    const slope = (lossWith(at, 1e-3) - lossWith(at, -1e-3)) / 2e-3;
    expect(sum(at)).toBeCloseTo(slope, 4);
  }
});

it('the score can be followed instead of the loss, whose gradient is 2 score times that of the score', () => {
  const [loss, score] = (['loss', 'score'] as const).map((of) =>
    unrollSequence(fixtureSubject(exact, 'lstm-2'), { sequence: 1, of }),
  );
  const factor = 2 * loss.answers[loss.answer].score;
  const [ofLoss] = loss.recurrences;
  const [ofScore] = score.recurrences;
  for (const state of ['h', 'c'])
    ofScore.gradients[state].data.forEach((value, k) => {
      expect(ofLoss.gradients[state].data[k]).toBeCloseTo(factor * value, 5);
    });
});

it('what cannot be meant is refused', () => {
  const subject = fixtureSubject(exact, 'gru');
  expect(() => unrollSequence(subject, { sequence: 99 })).toThrow('unrollSequence: sequence is 99');
  expect(() => unrollSequence(subject, { answer: -1 })).toThrow('unrollSequence: answer is -1');
  const [relu] = unrollSequence(leakySubject(exact, [0.9], 4)).recurrences;
  expect(() => unitArithmetic(relu, 1, 0)).toThrow('unitArithmetic (rnn): its h is 1.9');
  expect(() => unitArithmetic({ ...relu, cell: 'lru' }, 1, 0)).toThrow('there are no equations');
});
