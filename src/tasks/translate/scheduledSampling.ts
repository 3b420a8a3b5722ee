import { fail } from '../../support/errors.ts';

export const decays = ['constant', 'linear', 'exponential', 'inverse-sigmoid'] as const;

/** How the share of the targets' own symbols falls in training. */
export type Decay = (typeof decays)[number];

/** The steepness of the curves: how far each has come at the end. */
const STEEP = 5;

/**
 * Scheduled sampling (Bengio et al., 2015): the share of inputs that are the model's own symbols, by `progress` from 0 at the
 * first step to 1 at the last. It rises from 0 to `rate`: at once (`constant`), evenly (`linear`), or as the share of true
 * symbols falls exponentially or by an inverse sigmoid.
 */
export function samplingShare(rate: number, decay: Decay, progress: number): number {
  const p = Math.min(1, Math.max(0, progress));
  switch (decay) {
    case 'constant':
      return rate;
    case 'linear':
      return rate * p;
    case 'exponential':
      return (rate * (1 - Math.exp(-STEEP * p))) / (1 - Math.exp(-STEEP));
    case 'inverse-sigmoid': {
      const at = (x: number): number => 1 / (1 + Math.exp(-2 * STEEP * (x - 0.5)));
      return (rate * (at(p) - at(0))) / (at(1) - at(0));
    }
    default: {
      const unknown: never = decay;
      return fail(
        'bad-argument',
        'translate',
        `samplingDecay is ${String(unknown)}`,
        `Choose one of ${decays.join(', ')}`,
      );
    }
  }
}
