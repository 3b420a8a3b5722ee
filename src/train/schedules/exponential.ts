import { checkNumber } from '../../support/checkNumber.ts';
import { byStep, type Schedule } from './schedule.ts';

/** rate * factor^(step / every): a smooth decay by `factor` in `every` steps. Default every 1. */
export function exponential(options: { rate: number; factor: number; every?: number }): Schedule {
  const { rate, factor, every = 1 } = options;
  checkNumber('exponential', 'rate', rate, { least: 0 });
  checkNumber('exponential', 'factor', factor, { above: 0 });
  checkNumber('exponential', 'every', every, { above: 0 });
  return byStep((step) => rate * factor ** (step / every));
}
