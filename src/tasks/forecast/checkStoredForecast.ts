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
import { cycleNames } from './calendarCycles.ts';
import { inputNames } from './inputs.ts';
import { outputNames } from './outputs/outputs.ts';
import type { StoredForecast } from './storedForecast.ts';

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
    cycles: each('array', oneOf(cycleNames)),
    logs: each('array', boolean),
    negatives: each('array', boolean),
    period: positive,
    horizon: positive,
    context: positive,
    lags: optional(positive),
    output: oneOf(outputNames),
    cell: oneOf(cellNames),
    hidden: positive,
    layers: positive,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  scaling: members({
    units: members({ inputMeans: numbers, inputDeviations: numbers, spreads: numbers }),
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
    history: each('array', members({ id: string, times: numbers, targets: cells, covariates: cells })),
    origins: count,
    notes: optional(strings),
  }),
  probes: each('array', members({ input: each('array', count) })),
});

/** What is wrong with the parts of a forecaster in model.json, or undefined. */
export function faultOfForecast(stored: unknown): string | undefined {
  return checkForm(stored, '') ?? faultOfSizes(stored as StoredForecast);
}

/** Lists that belong together must be of one length. */
function faultOfSizes({ architecture, scaling, data }: StoredForecast): string | undefined {
  const { targets, covariates, logs, negatives, horizon } = architecture;
  const { units, series } = scaling;
  const inputs = inputNames(architecture).length;
  const lengths: (readonly [name: string, list: readonly unknown[], length: number])[] = [
    ['architecture.logs', logs, targets.length],
    ['architecture.negatives', negatives, targets.length],
    ['scaling.units.inputMeans', units.inputMeans, inputs],
    ['scaling.units.inputDeviations', units.inputDeviations, inputs],
    ['scaling.units.spreads', units.spreads, targets.length * horizon],
    ...[...series, ...data.history].flatMap((one) => [
      [`targets of ${one.id || 'the series'}`, one.targets, targets.length] as const,
      [`covariates of ${one.id || 'the series'}`, one.covariates, covariates.length] as const,
    ]),
    ...data.history.flatMap(({ id, times, ...channels }) =>
      [...channels.targets, ...channels.covariates].map(
        (values) => [`values of ${id || 'the series'}`, values, times.length] as const,
      ),
    ),
  ];
  if (targets.length === 0) return 'architecture.targets is empty';
  const wrong = lengths.find(([, list, length]) => list.length !== length);
  return wrong && `${wrong[0]} has ${wrong[1].length} entries instead of ${wrong[2]}`;
}
