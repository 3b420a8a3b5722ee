import { expect, it } from 'vitest';
import { classify, memory } from '../../src/index.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import { gradientThroughTime } from '../../src/inspect/gradient/gradientThroughTime.ts';
import { turns } from '../tasks/classify/made.ts';

const engine = { backend: 'wasm', threads: 1 } as const;

it('fit watches the gradient by lag and gives the same bits', async () => {
  const options = { length: 20, hidden: 8, steps: 10, ...engine };
  const plain = await memory.fit('adding', options);
  const events: TrainingEvent[] = [];
  const watched = await memory.fit('adding', { ...options, watch: 4, onLog: (event) => events.push(event) });
  expect(watched.manifest.files.weights.sha256).toBe(plain.manifest.files.weights.sha256);
  const seen = events.flatMap((event) => (event.type === 'gradients' ? [event] : []));
  expect(seen.map(({ step }) => step)).toEqual([1, 5, 9]);
  for (const { gradients } of seen) {
    expect(gradients.map(({ name, cell, state }) => [name, cell, state])).toEqual([
      ['recurrent, layer 1', 'lstm', 'c'],
      ['recurrent, layer 1', 'lstm', 'h'],
    ]);
    for (const { norms } of gradients) {
      expect(norms).toHaveLength(20);
      expect(Math.min(...norms)).toBeGreaterThan(0);
    }
  }
  plain.close();
  watched.close();
});

it('what it tells of a loss at the end is what an inspection finds', async () => {
  const given = turns(12);
  const told: TrainingEvent[] = [];
  const options = { hidden: 6, steps: 1, batch: 12, dropout: 0, validFraction: 0, lr: 1e-9 };
  const model = await classify.fit(given, {
    ...options,
    ...engine,
    bidirectional: true,
    watch: 1,
    onLog: (event) => told.push(event),
  });
  const [event] = told.flatMap((one) => (one.type === 'gradients' ? [one] : []));
  const { states } = gradientThroughTime(model.subject(given));
  expect(event.gradients).toHaveLength(4);
  for (const { name, state, norms } of event.gradients) {
    const found = states.find((one) => one.name === name && one.state === state);
    // The mean loss of twelve sequences has a twelfth of the gradient of each.
    found?.mean.forEach((norm, lag) => expect(12 * norms[lag]).toBeCloseTo(norm, 4));
    expect(found?.mean.length).toBeGreaterThan(5);
  }
  model.close();
});
