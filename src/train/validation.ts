import { fail } from '../support/errors.ts';
import { snapshot } from './snapshot.ts';
import type { Metrics } from './trainOptions.ts';
import type { Training } from './training.ts';
import type { ValidationPoint } from './trainingRecord.ts';
import { withAverage } from './weightAverage.ts';

/**
 * Measures the weights (their average, if there is one), keeps them if they are the best so far, and tells the
 * schedule.
 */
export async function runValidation<B>(
  training: Training<B>,
  validate: () => Metrics | Promise<Metrics>,
): Promise<ValidationPoint> {
  const { options, state, average } = training;
  const { parameters, schedule, monitor = { metric: 'loss', better: 'lower' } } = options;
  const metrics = await withAverage(parameters, average, validate);
  const value = metrics[monitor.metric];
  if (value === undefined) {
    fail(
      'bad-argument',
      'train',
      `validate gave ${Object.keys(metrics).join(', ') || 'nothing'}, and no "${monitor.metric}" to monitor`,
      'Name one of them in monitor: { metric, better }',
    );
  }
  const cost = monitor.better === 'lower' ? value : -value;
  const bestCost = state.best && (monitor.better === 'lower' ? state.best.value : -state.best.value);
  const best = Number.isFinite(value) && (bestCost === null || cost < bestCost);
  if (best) {
    state.best = { step: state.step, epoch: state.epoch, value };
    training.best = snapshot(average?.state ?? parameters);
  }
  state.bad = best ? 0 : state.bad + 1;
  state.schedule = schedule.observe(state.schedule, cost);
  const entries = Object.entries(metrics).map(([name, x]) => [name, Number.isFinite(x) ? x : null]);
  const point = { step: state.step, epoch: state.epoch, metrics: Object.fromEntries(entries), best };
  state.history.validations.push(point);
  return point;
}
