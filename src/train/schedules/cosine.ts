import { checkNumber } from '../../support/checkNumber.ts';
import { byStep, type Schedule } from './schedule.ts';

/**
 * From `rate` to `final` (default 0) in `steps` steps along half a cosine, then `final` (Loshchilov and Hutter, "SGDR:
 * stochastic gradient descent with warm restarts", 2017, without the restarts).
 */
export function cosine(options: { rate: number; steps: number; final?: number }): Schedule {
  const { rate, steps, final = 0 } = options;
  checkNumber('cosine', 'rate', rate, { least: 0 });
  checkNumber('cosine', 'steps', steps, { least: 1, whole: true });
  checkNumber('cosine', 'final', final, { least: 0 });
  return byStep(
    (step) => final + ((rate - final) / 2) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)),
  );
}
