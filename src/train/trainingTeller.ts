import type { TrainOptions } from './trainOptions.ts';
import type { TrainingClock } from './trainingClock.ts';
import type { TrainingEvent } from './trainingEvent.ts';

/** Steps are told to `onProgress` at most this often, in milliseconds. */
const EVERY = 100;

/**
 * Hands events to `log`, and to `onProgress` without the steps that come too fast; the last of those is told before
 * the next other event.
 */
export function trainingTeller<B>(
  { log, onProgress }: TrainOptions<B>,
  clock: TrainingClock,
): (event: TrainingEvent) => void {
  let held: TrainingEvent | undefined;
  return (event) => {
    log?.(event);
    if (event.type === 'step' && !clock.due('tell', EVERY)) {
      held = event;
      return;
    }
    if (held && event.type !== 'step') onProgress?.(held);
    held = undefined;
    onProgress?.(event);
  };
}
