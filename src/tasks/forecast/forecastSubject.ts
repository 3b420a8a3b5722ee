import { formatTime } from '../../data/time/formatTime.ts';
import { groups, spread } from '../../inspect/spread.ts';
import type { Answers, Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { slice } from '../../tensor/operations/slice.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type ForecastBatch, forecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { ReadySeries } from './knownSources.ts';
import { type OutputName, outputs } from './outputs/outputs.ts';
import { reachOf } from './reachOf.ts';
import { stretchBefore } from './stretchBefore.ts';
import type { StoredForecast } from './storedForecast.ts';

/**
 * A forecaster with origins in series, to look into it: it reads the steps before each, and its answer is the forecast.
 * The score is the centre of the first step that is forecast, from the last value and in units of the spread. Throws
 * `bad-argument`, `bad-data` where no step follows a forecast.
 */
export function forecastSubject(
  network: ForecastNetwork,
  { architecture, scaling }: StoredForecast,
  { sources }: ReadySeries,
  options: SubjectOptions,
): Subject {
  const { context } = Object.values(network.parameters)[0];
  const reach = reachOf(architecture);
  const origins = sources.flatMap(({ frame: { length, targets } }, source) =>
    Array.from({ length: Math.max(0, length - reach) }, (_, k) => ({ source, origin: k + 1 })).filter(
      ({ origin }) => targets.some(({ observed }) => observed.subarray(origin, origin + reach).includes(1)),
    ),
  );
  // A forecast that reads a whole context says more of memory.
  const whole = origins.filter(({ origin }) => origin >= architecture.context);
  const used = whole.length > 0 ? whole : origins;
  if (used.length === 0)
    fail('bad-data', 'inspect', 'the series are too short to forecast a step of them', 'Give more rows');
  const ranges = sources.map(({ frame }) => ({ from: 0, to: frame.length }));
  return {
    context,
    parameters: network.parameters,
    options: ['clip', 'lr', 'cell'],
    batches: groups(spread(used, countOf(options)), TOGETHER).map((some) => {
      const stretches = some.map((origin) => stretchBefore(origin, architecture));
      const batch = forecastBatch(sources, stretches, architecture, scaling.units, ranges);
      return {
        lengths: stretches.map(({ start, end }) => end - start),
        textAt(sequence, time) {
          const { source, start } = stretches[sequence];
          const { times, frequency } = sources[source].frame.series;
          return formatTime(times[start + time], frequency);
        },
        run: () => answersOf(network, batch, architecture.output, architecture.targets.length * reach),
      };
    }),
  };
}

/** An answer of each stretch: that of its only state that forecasts, up to `perState` values. */
function answersOf(
  network: ForecastNetwork,
  batch: ForecastBatch,
  output: OutputName,
  perState: number,
): Answers {
  const { parameters } = network.run(batch);
  const { context } = parameters[0];
  const firsts = Array.from(batch.rows, (_, row) =>
    batch.pairs.findIndex((pair) => Math.floor(pair / perState) === row),
  );
  const parts = firsts.map((from, row) => ({ from, to: firsts[row + 1] ?? batch.pairs.length }));
  const column = (values: Float32Array): Tensor => context.tensor(values, [values.length, 1]);
  const losses = parts.map(({ from, to }) => {
    const own = {
      offset: column(batch.offsets.subarray(from, to)),
      factor: column(batch.factors.subarray(from, to)),
    };
    const loss = outputs[output].loss(
      parameters.map((parameter) => slice(parameter, 0, from, to)),
      column(batch.targets.subarray(from, to)),
      own,
    );
    return reshape(loss, [1]);
  });
  return {
    losses: concatenate(losses, 0),
    scores: concatenate(
      parts.map(({ from }) => reshape(slice(parameters[0], 0, from, from + 1), [1])),
      0,
    ),
    sequences: parts.map((_, k) => k),
    times: parts.map(() => -1),
  };
}
