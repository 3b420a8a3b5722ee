import { cosine } from '../../train/schedules/cosine.ts';
import { plateau } from '../../train/schedules/plateau.ts';
import type { Schedule } from '../../train/schedules/schedule.ts';
import { warmUp } from '../../train/schedules/warmUp.ts';
import type { CompleteOptions } from './completeOptions.ts';

/** A short warm-up, then a cosine down to 0 by the last step; where only minutes are given, halved on plateaus. */
export function learningRate({ lr, epochs, steps }: CompleteOptions, stepsPerEpoch: number): Schedule {
  const total = Math.min(steps ?? Infinity, (epochs ?? Infinity) * stepsPerEpoch);
  if (total === Infinity) return warmUp(50, plateau({ rate: lr, factor: 0.5, patience: 10 }));
  const warm = Math.max(1, Math.min(50, Math.floor(total / 20)));
  return warmUp(warm, cosine({ rate: lr, steps: Math.max(1, total - warm), final: lr / 100 }));
}
