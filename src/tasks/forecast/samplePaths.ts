import { futureTimes } from '../../data/time/futureTimes.ts';
import type { StackState } from '../../nn/stack/recurrentStack.ts';
import { mix32, type Stream, stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { noGradient } from '../../tensor/tape.ts';
import { anchorTerms } from './anchors.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { type ForecastBatch, forecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { ScaledChannel } from './frame.ts';
import { inputNames, type InputView, writeInputs } from './inputs.ts';
import { writeLags } from './lags.ts';
import { localScale } from './localScale.ts';
import type { Origin } from './origin.ts';
import { outputs } from './outputs/outputs.ts';
import { SMOOTH } from './runningSums.ts';
import { type Source, standardised } from './source.ts';
import { stretchBefore } from './stretchBefore.ts';

/** Keys the numbers that are drawn. */
const SAMPLES = 0x736d70;
/** Paths that go on together, about. */
const TOGETHER = 512;

/** A path that goes on from a series: its last steps, and what was drawn. */
interface Path {
  readonly view: InputView;
  readonly source: Source;
  readonly random: Stream;
}

/**
 * Ancestral sampling (Salinas et al., "DeepAR", 2017): from each origin `samples` paths of K steps, whose values are drawn
 * from the distribution of the next step and read in turn. The same seed, series and path draw the same numbers. By
 * origin and target: [K * samples] values from the last one, in units of the spread, step by step.
 */
export function samplePaths(
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
  samples: number,
): Float64Array[][] {
  const { context } = Object.values(network.parameters)[0];
  const step = Math.max(1, Math.floor(TOGETHER / samples));
  const results: Float64Array[][] = [];
  for (let first = 0; first < origins.length; first += step) {
    const some = origins.slice(first, first + step);
    results.push(
      ...context.step(() =>
        noGradient(context, () => pathsFrom(context, network, sources, some, architecture, units, samples)),
      ),
    );
  }
  return results;
}

function pathsFrom(
  context: Context,
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
  samples: number,
): Float64Array[][] {
  const { horizon, targets, output } = architecture;
  const M = targets.length;
  const before = Math.max(
    Math.max(architecture.period, SMOOTH) + SMOOTH + 1,
    architecture.context,
    architecture.lags,
  );
  const paths = origins.flatMap(({ source, origin }) =>
    pathsOf(sources[source], origin, before, horizon, samples, network.seed),
  );
  const results = origins.map(() => targets.map(() => new Float64Array(horizon * samples)));
  const stretches = origins.map((origin) => stretchBefore(origin, architecture));
  const read = network.run(forecastBatch(sources, stretches, architecture, units));
  const origin = Int32Array.from(paths, (_, p) => Math.floor(p / samples));
  let state = fork(context, read.final, origin);
  let parameters = read.parameters.map((column) => Array.from(column.toArray()));
  // The first step has one distribution for each origin, the others one for each path.
  let rowOf = (p: number): number => origin[p];
  for (let h = 0; h < horizon; h++) {
    paths.forEach(({ view, source, random }, p) => {
      const t = Math.min(before, origins[origin[p]].origin) + h;
      view.targets.forEach(({ values }, target) => {
        const { shift, scale } = source.frame.scales[target];
        const local = view.local[target];
        const spread = units.spreads[target] * local[t - 1];
        const own = { offset: shift + scale * values[t - 1], factor: scale * spread };
        const row = parameters.map((column) => column[rowOf(p) * M + target]);
        const drawn = outputs[output].sample?.(row, own, random, h * M + target) ?? Number.NaN;
        values[t] = values[t - 1] + spread * drawn;
        view.sums[target][t + 1] = view.sums[target][t] + values[t];
        local[t] = localScale(values, t, architecture, source.frame.scales[target]);
        const first = t - h - 1;
        results[origin[p]][target][h * samples + (p % samples)] =
          (values[t] - values[first]) / (units.spreads[target] * local[first]);
      });
    });
    if (h + 1 === horizon) break;
    const batch = nextStep(
      paths,
      (p) => Math.min(before, origins[origin[p]].origin) + h,
      architecture,
      units,
    );
    const next = network.run(batch, { initial: state });
    state = next.final;
    parameters = next.parameters.map((column) => Array.from(column.toArray()));
    rowOf = (p) => p;
  }
  return results;
}

/** The paths from one origin, with room for K steps after the last `before` steps of the series. */
function pathsOf(
  source: Source,
  origin: number,
  before: number,
  horizon: number,
  samples: number,
  seed: number,
): Path[] {
  const { frame } = source;
  const { series } = frame;
  const from = Math.max(0, origin - before);
  const longer = <T extends Float64Array | Uint8Array>(values: T, made: T): T => {
    made.set(values.subarray(from, origin));
    return made;
  };
  const size = origin - from + horizon;
  const past = series.times.subarray(from, origin);
  const times = Float64Array.of(...past, ...futureTimes(past[past.length - 1], series.frequency, horizon));
  const observed = frame.targets.map((channel) => longer(channel.observed, new Uint8Array(size).fill(1)));
  const known = frame.known.map(
    ({ values, observed: seen }): ScaledChannel => ({
      values: values.subarray(from),
      observed: seen.subarray(from),
    }),
  );
  const key = hashOf(series.id);
  return Array.from({ length: samples }, (_, path) => ({
    source,
    random: stream(seed, SAMPLES, key, path),
    view: {
      targets: frame.targets.map(({ values }, target) => ({
        values: longer(values, new Float64Array(size)),
        observed: observed[target],
      })),
      sums: source.sums.map((sums) => {
        const own = new Float64Array(size + 1);
        own.set(sums.subarray(from, origin + 1).map((sum) => sum - sums[from]));
        return own;
      }),
      local: source.local.map((local) => longer(local, new Float64Array(size))),
      covariates: [],
      covariateSums: [],
      known,
      times,
      frequency: series.frequency,
    },
  }));
}

/** One step of every path: what was drawn last. `stepOf` counts in the steps of the path. */
function nextStep(
  paths: readonly Path[],
  stepOf: (path: number) => number,
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): ForecastBatch {
  const { targets, period, lags } = architecture;
  const M = targets.length;
  const P = paths.length;
  const E = architecture.known.length;
  const terms = anchorTerms(period, E);
  const J = terms.names.length;
  const width = inputNames(architecture).length;
  const inputs = new Float64Array(P * width);
  const anchors = new Float32Array(P * M * J);
  const ahead = new Float32Array(P * M * E);
  const past = new Float32Array(P * M * lags);
  paths.forEach(({ view }, p) => {
    const t = stepOf(p);
    const known = view.known.map(({ values }) => values);
    writeInputs(view, t, architecture, inputs, p * width);
    for (let target = 0; target < M; target++) {
      const q = p * M + target;
      const { values } = view.targets[target];
      terms.write(values, view.sums[target], t, 1, known, anchors, q * J);
      const local = view.local[target][t];
      const size = units.spreads[target] * local;
      for (let j = q * J; j < (q + 1) * J; j++) anchors[j] /= size;
      writeLags(values, t, lags, local, past, q * lags);
      known.forEach((own, k) => {
        ahead[q * E + k] = own[Math.min(t + 1, own.length - 1)];
      });
    }
  });
  const counted = Int32Array.from({ length: P }, (_, p) => p);
  return {
    inputs: standardised(inputs, units),
    lengths: new Int32Array(P).fill(1),
    ids: counted,
    firstTimes: new Int32Array(P),
    rows: counted,
    pairs: Int32Array.from({ length: P * M }, (_, q) => q),
    slots: Int32Array.from({ length: P * M }, (_, q) => q % M),
    terms: anchors,
    lags: past,
    targets: new Float32Array(P * M),
    offsets: new Float32Array(P * M),
    factors: new Float32Array(P * M),
    ahead,
    membership: Float32Array.from(paths.flatMap(({ source }) => Array.from(source.membership))),
  };
}

/** The states of some sequences, each as often as its row is named. */
function fork(context: Context, state: StackState, rows: Int32Array): StackState {
  const index = context.tensor(rows, [rows.length], 'int32');
  return state.map((layer) =>
    layer.map((own) =>
      Object.fromEntries(Object.entries(own).map(([name, tensor]) => [name, gatherRows(tensor, index)])),
    ),
  );
}

const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, letter) => mix32((hash ^ (letter.codePointAt(0) ?? 0)) >>> 0), 1);
