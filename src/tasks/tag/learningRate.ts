import { cosine } from '../../train/schedules/cosine.ts';
import { plateau } from '../../train/schedules/plateau.ts';
import type { Schedule } from '../../train/schedules/schedule.ts';
import { warmUp } from '../../train/schedules/warmUp.ts';
import type { CompleteOptions } from './options.ts';

/**
 * A short warm-up, then a cosine down to a fiftieth by the last step. Where only minutes are given the last step is
 * not known: then the rate is halved whenever the score stops rising.
 */
export function learningRate({ lr, epochs, steps }: CompleteOptions, stepsPerEpoch: number): Schedule {
  const total = Math.min(steps ?? Infinity, (epochs ?? Infinity) * stepsPerEpoch);
  if (total === Infinity) return warmUp(100, plateau({ rate: lr, factor: 0.5, patience: 1 }));
  const warm = Math.max(1, Math.min(100, Math.floor(total / 20)));
  return warmUp(warm, cosine({ rate: lr, steps: Math.max(1, total - warm), final: lr / 50 }));
}
