import type { Foremost } from './hypothesis.ts';
import { type Choose, likeliest } from './oneByOne.ts';

/** How many of the largest are looked at before all others. */
export const DRAWN = 32;

const none: Foremost = { symbols: new Int32Array(0), scores: new Float32Array(0) };

/** How often a number may fall on what must not be written before the likeliest is taken. */
const TRIES = 64;

/**
 * Draws by the probabilities themselves: a symbol whose share a number in [0, 1) falls on, by `draw(k, t, try)`; where that is
 * none that may be written, with another number. For `oneByOne` with `DRAWN` of the foremost.
 */
export const drawn =
  (draw: (k: number, t: number, attempt: number) => number): Choose =>
  (scores, k, t, foremost = none) => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      let left = draw(k, t, attempt);
      // Nearly all numbers fall on one of the largest.
      for (let place = 0; place < foremost.symbols.length && foremost.symbols[place] >= 0; place++) {
        left -= Math.exp(foremost.scores[place]);
        if (left < 0) return foremost.symbols[place];
      }
      const seen = new Set(foremost.symbols);
      for (let symbol = 0; symbol < scores.length; symbol++) {
        if (seen.has(symbol)) continue;
        left -= Math.exp(scores[symbol]);
        if (left < 0) return symbol;
      }
    }
    return likeliest(scores, k, t);
  };
