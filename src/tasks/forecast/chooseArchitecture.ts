import type { Series } from '../../data/series/series.ts';
import { fail } from '../../support/errors.ts';
import type { CategoryValues, ForecastArchitecture } from './architecture.ts';
import { cycleLength, cyclesOf } from './calendarCycles.ts';
import type { CompleteOptions } from './completeOptions.ts';
import { observedOnly } from './frame.ts';
import type { ForecastOptions } from './options.ts';
import { outputs } from './outputs/outputs.ts';
import { chooseLogs } from './scales.ts';

/** Times that a cycle of the calendar must have been seen to be read. */
const CYCLES = 16;

/** What a network for these series reads and gives; `steps`: how much of each is learned from. */
export function chooseArchitecture(
  series: readonly Series[],
  steps: readonly number[],
  options: CompleteOptions,
  { transform = 'auto' }: ForecastOptions,
): ForecastArchitecture {
  const { period, horizon, context, lags, scale, decoder, output, cell, hidden, layers, dropout } = options;
  const [first] = series;
  const longest = Math.max(...steps);
  return {
    targets: first.targets.map(({ name }) => name),
    covariates: first.covariates.map(({ name }) => name),
    known: first.known.map(({ name }) => name),
    categories: first.categories.map(({ name }, k) => categoryValues(series, name, k)),
    // A cycle that was seen a few times only would tell the date; the season itself is in the anchors.
    cycles: cyclesOf(first.frequency, period).filter(
      (name) => CYCLES * cycleLength(name, first.frequency, period) <= longest,
    ),
    logs:
      transform === 'auto' && !outputs[output].counts && scale !== 'mean'
        ? chooseLogs(series, steps, period)
        : first.targets.map(() => transform === 'log'),
    negatives: first.targets.map((_, k) =>
      series.some((one) => observedOnly(one.targets[k]).some((value) => value < 0)),
    ),
    period,
    horizon,
    context,
    lags,
    scale,
    decoder,
    output,
    cell,
    hidden,
    layers,
    dropout,
  };
}

function categoryValues(series: readonly Series[], name: string, k: number): CategoryValues {
  const values = [...new Set(series.map(({ categories }) => categories[k].value))].filter(
    (value) => value !== '',
  );
  if (values.length > 0) return { name, values };
  return fail(
    'bad-data',
    'forecast',
    `the static category '${name}' has no value`,
    'Leave it out, or fill it',
  );
}
