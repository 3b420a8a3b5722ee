import { checkNumber } from '../../support/checkNumber.ts';
import type { Schedule } from './schedule.ts';

/**
 * Multiplies the rate by `factor` (default 0.1) after more than `patience` (default 10) observations in a row that did
 * not better the best by the relative `threshold` (default 1e-4), but not below `least` (default 0). As PyTorch's
 * ReduceLROnPlateau; there is no cool-down.
 */
export function plateau(options: {
  rate: number;
  factor?: number;
  patience?: number;
  threshold?: number;
  least?: number;
}): Schedule {
  const { rate, factor = 0.1, patience = 10, threshold = 1e-4, least = 0 } = options;
  checkNumber('plateau', 'rate', rate, { least: 0 });
  checkNumber('plateau', 'factor', factor, { above: 0, below: 1 });
  checkNumber('plateau', 'patience', patience, { least: 0, whole: true });
  checkNumber('plateau', 'threshold', threshold, { least: 0 });
  checkNumber('plateau', 'least', least, { least: 0 });
  return {
    start: { rate, bad: 0 },
    rate: (_, state) => state.rate,
    observe: (state, loss) => {
      const better = state.best === undefined || loss < state.best - Math.abs(state.best) * threshold;
      if (better && Number.isFinite(loss)) return { ...state, best: loss, bad: 0 };
      if (state.bad < patience) return { ...state, bad: state.bad + 1 };
      return { ...state, rate: Math.max(least, state.rate * factor), bad: 0 };
    },
  };
}
