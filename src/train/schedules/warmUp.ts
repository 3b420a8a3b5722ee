import { checkNumber } from '../../support/checkNumber.ts';
import type { Schedule } from './schedule.ts';

/** Rises along a line to the first rate of `next` in `steps` steps, then follows `next` from its beginning. */
export function warmUp(steps: number, next: Schedule): Schedule {
  checkNumber('warmUp', 'steps', steps, { least: 1, whole: true });
  return {
    start: next.start,
    rate: (step, state) =>
      step < steps ? (next.rate(0, state) * (step + 1)) / steps : next.rate(step - steps, state),
    observe: next.observe,
  };
}
