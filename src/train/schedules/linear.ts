import { checkNumber } from '../../support/checkNumber.ts';
import { byStep, type Schedule } from './schedule.ts';

/** From `rate` to `final` (default 0) in `steps` steps along a line, then `final`. */
export function linear(options: { rate: number; steps: number; final?: number }): Schedule {
  const { rate, steps, final = 0 } = options;
  checkNumber('linear', 'rate', rate, { least: 0 });
  checkNumber('linear', 'steps', steps, { least: 1, whole: true });
  checkNumber('linear', 'final', final, { least: 0 });
  return byStep((step) => rate + (final - rate) * (Math.min(step, steps) / steps));
}
