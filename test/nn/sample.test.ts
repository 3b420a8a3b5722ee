import { describe, expect, it } from 'vitest';
import { checkSampling, sample } from '../../src/nn/search/sample.ts';

const scores = [Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05), -Infinity];

/** How often each symbol is drawn from evenly spread numbers. */
function shares(options: Parameters<typeof sample>[2]): number[] {
  const counts = [0, 0, 0, 0, 0];
  for (let k = 0; k < 1000; k++) counts[sample(scores, (k + 0.5) / 1000, options)]++;
  return counts.map((count) => count / 1000);
}

describe('sample', () => {
  it('draws by probability, never what is impossible', () => {
    expect(shares({})).toEqual([0.5, 0.3, 0.15, 0.05, 0]);
  });

  it('temperature 0 takes the likeliest; a low one sharpens, a high one flattens', () => {
    expect(shares({ temperature: 0 })).toEqual([1, 0, 0, 0, 0]);
    expect(shares({ temperature: 0.5 })[0]).toBeGreaterThan(0.65);
    expect(shares({ temperature: 5 })[3]).toBeGreaterThan(0.15);
  });

  it('keeps the k likeliest, or those that reach p', () => {
    expect(shares({ topK: 2 })).toEqual([0.625, 0.375, 0, 0, 0]);
    expect(shares({ topP: 0.75 })).toEqual([0.625, 0.375, 0, 0, 0]);
    expect(shares({ topP: 1e-9 })).toEqual([1, 0, 0, 0, 0]);
    expect(shares({ topK: 3, topP: 0.4 })).toEqual([1, 0, 0, 0, 0]);
  });

  it('refuses what cannot be meant', () => {
    expect(() => checkSampling({ temperature: Number.NaN })).toThrow(/temperature/);
    expect(() => checkSampling({ topK: 0 })).toThrow(/topK/);
    expect(() => checkSampling({ topP: 0 })).toThrow(/topP/);
    expect(() => sample(scores, 0.5, { topK: 0 })).toThrow(/topK is 0/);
  });

  it.each([[[]], [[-Infinity]], [[Number.NaN, Number.NaN]]])(
    'refuses scores %j, which allow no symbol',
    (none) => {
      for (const temperature of [0, 1]) {
        expect(() => sample(none, 0.5, { temperature })).toThrow(
          expect.objectContaining({ code: 'not-finite' }),
        );
      }
    },
  );
});
