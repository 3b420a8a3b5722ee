import { checkNumber } from '../../support/checkNumber.ts';
import { byStep, type Schedule } from './schedule.ts';

/** The same learning rate at every step. */
export function constant(rate: number): Schedule {
  checkNumber('constant', 'rate', rate, { least: 0 });
  return byStep(() => rate);
}
