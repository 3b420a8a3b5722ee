import {
  be,
  boolean,
  count,
  each,
  members,
  number,
  numbers,
  oneOf,
  optional,
  positive,
  string,
  strings,
} from '../../formats/model/check.ts';
import { cellNames } from '../../nn/stack/cellChoice.ts';
import { decoders, normalisers } from './architecture.ts';
import { cycleNames } from './calendarCycles.ts';
import { INTERVALS } from './outputs/levels.ts';
import { inputNames } from './inputs.ts';
import { outputNames } from './outputs/outputs.ts';
import { reachOf } from './reachOf.ts';
import type { StoredForecast } from './storedForecast.ts';
import { withDefaults } from './withDefaults.ts';

const scale = members({ log: boolean, shift: number, scale: number });
const scales = each('array', scale);
const cells = each(
  'array',
  each(
    'array',
    be('number or null', (value) => value === null || typeof value === 'number'),
  ),
);

const checkForm = members({
  architecture: members({
    targets: strings,
    covariates: strings,
    known: optional(strings),
    categories: optional(each('array', members({ name: string, values: strings }))),
    cycles: each('array', oneOf(cycleNames)),
    logs: each('array', boolean),
    negatives: each('array', boolean),
    period: positive,
    horizon: positive,
    context: positive,
    lags: optional(count),
    scale: optional(oneOf(normalisers)),
    decoder: optional(oneOf(decoders)),
    output: oneOf(outputNames),
    cell: oneOf(cellNames),
    hidden: positive,
    layers: positive,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  scaling: members({
    units: members({
      inputMeans: numbers,
      inputDeviations: numbers,
      known: optional(scales),
      spreads: numbers,
      margins: optional(each('array', numbers)),
    }),
    series: each(
      'array',
      members({ id: string, steps: count, until: number, targets: scales, covariates: scales }),
    ),
  }),
  data: members({
    frequency: members({
      unit: oneOf(['month', 'weekday', 'second', 'step']),
      every: number,
      regular: boolean,
    }),
    columns: members({ wide: boolean, time: optional(string), id: optional(string) }),
    history: each(
      'array',
      members({
        id: string,
        times: numbers,
        targets: cells,
        covariates: cells,
        known: optional(cells),
        future: optional(numbers),
        categories: optional(strings),
      }),
    ),
    origins: count,
    notes: optional(strings),
  }),
  probes: each('array', members({ input: each('array', count) })),
});

/** What is wrong with the parts of a forecaster in model.json, or undefined. */
export function faultOfForecast(stored: unknown): string | undefined {
  return checkForm(stored, '') ?? faultOfSizes(withDefaults(stored as StoredForecast));
}

/** Lists that belong together must be of one length. */
function faultOfSizes({ architecture, scaling, data }: StoredForecast): string | undefined {
  const { targets, covariates, known, categories, logs, negatives, horizon } = architecture;
  const { units, series } = scaling;
  const inputs = inputNames(architecture).length;
  const lengths: (readonly [name: string, list: readonly unknown[], length: number])[] = [
    ['architecture.logs', logs, targets.length],
    ['architecture.negatives', negatives, targets.length],
    ['scaling.units.inputMeans', units.inputMeans, inputs],
    ['scaling.units.inputDeviations', units.inputDeviations, inputs],
    ['scaling.units.known', units.known, known.length],
    ['scaling.units.spreads', units.spreads, targets.length * reachOf(architecture)],
    ...(units.margins === undefined
      ? []
      : [
          ['scaling.units.margins', units.margins, targets.length * horizon] as const,
          ...units.margins.map((some) => ['a list of scaling.units.margins', some, INTERVALS] as const),
        ]),
    ...[...series, ...data.history].flatMap((one) => [
      [`targets of ${one.id || 'the series'}`, one.targets, targets.length] as const,
      [`covariates of ${one.id || 'the series'}`, one.covariates, covariates.length] as const,
    ]),
    ...data.history.flatMap(({ id, times, future = [], ...channels }) => {
      const name = id || 'the series';
      return [
        ...[...channels.targets, ...channels.covariates].map(
          (values) => [`values of ${name}`, values, times.length] as const,
        ),
        [`known of ${name}`, channels.known ?? [], known.length] as const,
        ...(channels.known ?? []).map(
          (values) => [`known values of ${name}`, values, times.length + future.length] as const,
        ),
        [`categories of ${name}`, channels.categories ?? [], categories.length] as const,
      ];
    }),
  ];
  if (targets.length === 0) return 'architecture.targets is empty';
  const wrong = lengths.find(([, list, length]) => list.length !== length);
  return wrong && `${wrong[0]} has ${wrong[1].length} entries instead of ${wrong[2]}`;
}
