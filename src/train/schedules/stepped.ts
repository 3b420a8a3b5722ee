import { checkNumber } from '../../support/checkNumber.ts';
import { byStep, type Schedule } from './schedule.ts';

/** rate * factor^floor(step / every): a staircase. Default factor 0.1. */
export function stepped(options: { rate: number; every: number; factor?: number }): Schedule {
  const { rate, every, factor = 0.1 } = options;
  checkNumber('stepped', 'rate', rate, { least: 0 });
  checkNumber('stepped', 'every', every, { least: 1, whole: true });
  checkNumber('stepped', 'factor', factor, { above: 0 });
  return byStep((step) => rate * factor ** Math.floor(step / every));
}
