import { describe, expect, it } from 'vitest';
import { answerModel } from '../../../src/tasks/answer/answerModel.ts';
import { questionEncoder } from '../../../src/tasks/answer/encoder.ts';
import * as answer from '../../../src/tasks/answer/index.ts';
import { expectWeightGradients } from '../expectWeightGradients.ts';
import { world } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;

describe('attention over words', () => {
  it('has the gradients of central differences', () => {
    const lexicon = {
      words: ['<unk>', 'ann', 'hall', 'sang', 'where', 'bob'],
      counts: [0, 1, 1, 1, 1, 1],
      answers: ['hall', 'garden'],
    };
    const encode = questionEncoder(lexicon);
    const questions = [
      { facts: ['Ann hall', 'Bob sang', 'Ann'], question: 'where Ann', answer: 'hall' },
      { facts: ['Bob sang hall'], question: 'where Bob sang', answer: 'garden' },
    ].map(encode);
    const architecture = {
      cell: { cell: 'gru' },
      ...{ hidden: 3, layers: 2, hops: 2, bidirectional: true, dropout: 0, wordSize: 3, attendWords: true },
    } as const;
    expectWeightGradients((context) => {
      const { parameters, loss } = answerModel(context, architecture, lexicon, { seed: 3 });
      return { parameters, loss: () => loss({ questions }).loss };
    });
  });

  it('learns, says which words it read, and answers the same in any company', async () => {
    const model = await answer.fit(world(700), {
      ...engine,
      ...{ hidden: 24, hops: 2, wordSize: 16, cell: 'mingru', dropout: 0, wordDropout: 0 },
      ...{ batch: 16, lr: 0.008, epochs: 14, seed: 3, attendWords: true },
    } as const);
    const unseen = world(150, 2);
    const [{ values }, usual] = model.evaluate(unseen).rows;
    expect(values[0]).toBeGreaterThan(1.5 * usual.values[0]);
    const questions = [...unseen.slice(0, 6), ...world(3, 5, 11)];
    const together = model.answer(questions);
    expect(questions.map((question) => model.answer([question])[0])).toEqual(together);
    for (const { facts } of together) {
      for (const hop of [0, 1]) {
        const all = facts.flatMap(({ words = [] }) => words.map(({ weights }) => weights[hop]));
        expect(all.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        for (const { weights, words = [] } of facts)
          expect(words.reduce((sum, word) => sum + word.weights[hop], 0)).toBeCloseTo(weights[hop], 5);
      }
      expect(facts[0].words?.map(({ word }) => word)).toEqual(
        facts[0].fact.toLowerCase().replace('.', '').split(' '),
      );
    }
    const again = await answer.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    again.close();
    const other = answer.fit(world(20), { ...engine, from: model.model, steps: 1, attendWords: false });
    await expect(other).rejects.toThrow(/attendWords is false, but the model .* was made with true/);
    model.close();
  });
});
