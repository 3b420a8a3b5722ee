import { cosine } from '../../train/schedules/cosine.ts';
import { plateau } from '../../train/schedules/plateau.ts';
import type { Schedule } from '../../train/schedules/schedule.ts';
import { warmUp } from '../../train/schedules/warmUp.ts';
import type { CompleteOptions } from './options.ts';

/**
 * A short warm-up, then a cosine down to a fiftieth by the last step. Where only minutes are given the last step is
 * not known: then the rate is halved whenever the loss stops falling.
 */
export function learningRate({ lr, epochs, steps }: CompleteOptions, stepsPerEpoch: number): Schedule {
  const total = Math.min(steps ?? Infinity, (epochs ?? Infinity) * stepsPerEpoch);
  const warm = Math.max(1, Math.min(200, Math.floor(total / 20)));
  if (total === Infinity) return warmUp(200, plateau({ rate: lr, factor: 0.5, patience: 1 }));
  return warmUp(warm, cosine({ rate: lr, steps: Math.max(1, total - warm), final: lr / 50 }));
}
