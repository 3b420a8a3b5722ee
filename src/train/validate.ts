import { fail } from '../support/errors.ts';
import { snapshot } from './snapshot.ts';
import type { Metrics, TrainOptions } from './trainOptions.ts';
import type { TrainingRun } from './trainingRun.ts';
import { withAverage } from './weightAverage.ts';

/**
 * Measures the weights (their average, if there is one), keeps them if they are the best so far, tells the schedule,
 * and tells how it went. Does nothing where there is no `validate`.
 */
export async function validate<B>({ training, tell }: TrainingRun<B>): Promise<void> {
  const { options, state, average } = training;
  if (options.validate === undefined) return;
  const { parameters, schedule } = options;
  const metrics = await withAverage(parameters, average, options.validate);
  const { value, sign } = monitored(options, metrics);
  const best = Number.isFinite(value) && (state.best === null || sign * value < sign * state.best.value);
  if (best) {
    state.best = { step: state.step, epoch: state.epoch, value };
    training.best = snapshot(average?.state ?? parameters);
  }
  state.bad = best ? 0 : state.bad + 1;
  state.schedule = schedule.observe(state.schedule, sign * value);
  const entries = Object.entries(metrics).map(([name, x]) => [name, Number.isFinite(x) ? x : null]);
  const point = { step: state.step, epoch: state.epoch, metrics: Object.fromEntries(entries), best };
  state.history.validations.push(point);
  tell({ type: 'validation', ...point });
}

/** The metric to look at; times `sign`, lower is better. */
function monitored<B>({ monitor }: TrainOptions<B>, metrics: Metrics): { value: number; sign: 1 | -1 } {
  const { metric, better } = monitor ?? { metric: 'loss', better: 'lower' };
  const value = metrics[metric];
  if (value === undefined) {
    fail(
      'bad-argument',
      'train',
      `validate gave ${Object.keys(metrics).join(', ') || 'nothing'}, and no "${metric}" to monitor`,
      'Name one of them in monitor: { metric, better }',
    );
  }
  return { value, sign: better === 'lower' ? 1 : -1 };
}
