import { afterAll, describe, expect, it } from 'vitest';
import { gradientThroughTime, type StateGradient } from '../../src/inspect/gradient/gradientThroughTime.ts';
import { pickAnswers } from '../../src/inspect/gradient/pickAnswers.ts';
import { fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';
import { fixtureSubject } from './fixtureSubject.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** What PyTorch's norms give by lag: those of the answers that are picked. */
function expected(name: string, { layer, direction, state }: StateGradient): number[][] {
  const { case: about, tensor } = readFixture('inspect', name);
  const { data, shape } = tensor(`norms.l${layer - 1}${direction === 'backward' ? '_reverse' : ''}.${state}`);
  const sequences = about.lengths.flatMap((length, k) => new Array<number>(length).fill(k));
  const byLag: number[][] = [];
  for (const m of pickAnswers({ sequences }, 4).flat()) {
    const length = about.lengths[sequences[m]];
    const time = m - sequences.indexOf(sequences[m]);
    const count = direction === 'backward' ? length - time : time + 1;
    for (let lag = 0; lag < count; lag++) {
      const at = direction === 'backward' ? time + lag : time - lag;
      (byLag[lag] ??= []).push(data[m * shape[1] + at]);
    }
  }
  return byLag;
}

describe.each(opened)('gradients through time are those of PyTorch, on $name', ({ context }) => {
  it.each(fixtureNames('inspect'))('%s', (name) => {
    const { layers, bidirectional, kind } = readFixture('inspect', name).case;
    const { states, answers } = gradientThroughTime(fixtureSubject(context, name));
    expect(states.length).toBe(layers * (bidirectional ? 2 : 1) * (kind === 'lstm' ? 2 : 1));
    for (const found of states) {
      const byLag = expected(name, found);
      expect(answers).toBe(byLag[0].length);
      const counts = byLag.map((norms) => norms.length).filter((count) => count >= 0.1 * answers);
      expect(found.counts).toEqual(counts);
      counts.forEach((count, lag) => {
        const mean = byLag[lag].reduce((a, b) => a + b, 0) / count;
        expect(Math.abs(found.mean[lag] - mean)).toBeLessThan(2e-5 * Math.max(0.01, mean));
        const sorted = [...byLag[lag]].sort((a, b) => a - b);
        const middle = (sorted[Math.floor((count - 1) / 2)] + sorted[Math.ceil((count - 1) / 2)]) / 2;
        expect(Math.abs(found.median[lag] - middle)).toBeLessThan(2e-5 * Math.max(0.01, middle));
      });
    }
  });
});
