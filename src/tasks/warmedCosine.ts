import { cosine } from '../train/schedules/cosine.ts';
import { plateau } from '../train/schedules/plateau.ts';
import type { Schedule } from '../train/schedules/schedule.ts';
import { warmUp } from '../train/schedules/warmUp.ts';

/** What a task chooses of its schedule. */
export interface WarmedCosine {
  /** Steps of the warm-up at most; a twentieth of a short training. */
  readonly warm: number;
  /** How many times smaller the last rate is than the first. */
  readonly shrink: number;
  /** Validations without a gain before the rate is halved, where the last step is not known. */
  readonly patience: number;
}

/**
 * A short warm-up, then a cosine down by the last step. Where only minutes are given the last step is not known: then the
 * rate is halved whenever validation stops gaining.
 */
export function warmedCosine(
  { lr, epochs, steps }: { readonly lr: number; readonly epochs?: number; readonly steps?: number },
  stepsPerEpoch: number,
  { warm, shrink, patience }: WarmedCosine,
): Schedule {
  const total = Math.min(steps ?? Infinity, (epochs ?? Infinity) * stepsPerEpoch);
  if (total === Infinity) return warmUp(warm, plateau({ rate: lr, factor: 0.5, patience }));
  const warming = Math.max(1, Math.min(warm, Math.floor(total / 20)));
  return warmUp(warming, cosine({ rate: lr, steps: Math.max(1, total - warming), final: lr / shrink }));
}
