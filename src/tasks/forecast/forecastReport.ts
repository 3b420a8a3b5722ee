import { svgLines } from '../../formats/draw/svgLines.ts';
import { type HtmlSection, htmlPage } from '../../formats/html/htmlPage.ts';
import { countParameters } from '../../nn/parameters.ts';
import { formatCount, formatList, formatNumber, formatSeconds } from '../../support/format.ts';
import type { TrainingRecord } from '../../train/trainingRecord.ts';
import { methodNames, scoreNames, scoresOf } from './backtest.ts';
import { evaluate, type ForecastEvaluation } from './evaluate.ts';
import { forecastChart, shownHistory, titleOf } from './forecastChart.ts';
import type { Forecast } from './forecastFuture.ts';
import { tableColumns, tableRows } from './forecastTable.ts';
import type { OpenForecaster } from './forecaster.ts';
import type { ReadySeries } from './knownSources.ts';

/** Forecasts that a page shows, at most. */
const SHOWN = 12;

/** A page that needs nothing but itself: forecasts, scores, the course of the training, and how it was made. */
export function forecastReport(
  forecaster: OpenForecaster,
  ready: ReadySeries,
  forecasts: readonly Forecast[],
): string {
  const names = [...new Set(forecasts.map(({ target }) => target))];
  const { times } = forecasts[0];
  return htmlPage({
    title: `Forecast of ${formatList(names, 'and')}, ${times[0]} to ${times[times.length - 1]}`,
    sections: [
      ...forecastSections(forecaster, ready, forecasts),
      ...evaluationSections(forecaster, ready),
      ...trainingSections(forecaster),
      makingSection(forecaster),
    ],
  });
}

function forecastSections(
  { stored: { architecture } }: OpenForecaster,
  { sources }: ReadySeries,
  forecasts: readonly Forecast[],
): HtmlSection[] {
  const { targets, period, horizon } = architecture;
  const sections = forecasts.slice(0, SHOWN).map((forecast, k): HtmlSection => {
    const source = sources[Math.floor(k / targets.length)];
    const most = shownHistory(period, horizon);
    const { title: _, ...chart } = forecastChart(source, forecast, k % targets.length, {
      most,
      interval: 95,
      period,
    });
    return {
      heading: titleOf(forecast),
      svg: svgLines(chart),
      table: {
        columns: tableColumns,
        rows: tableRows(forecast).map(([time, ...values]) => [time, ...values.map(Number)]),
      },
    };
  });
  const more = forecasts.length - SHOWN;
  if (more > 0)
    sections.push({ paragraphs: [`${formatCount(more)} more forecasts are in the JSON of predict.`] });
  return sections;
}

/** Scores, where the series hold steps that the model was not trained on. */
function evaluationSections({ network, stored }: OpenForecaster, ready: ReadySeries): HtmlSection[] {
  const { horizon, period } = stored.architecture;
  const unseen = ready.sources.some(({ frame }, k) => {
    const { times } = frame.series;
    const until = ready.known[k]?.until;
    return until !== undefined && times.filter((time) => time > until).length >= horizon;
  });
  if (!unseen) return [];
  const evaluation = evaluate(network, stored, ready);
  const { title, columns, rows, notes } = evaluation;
  return [
    {
      heading: 'How good it is',
      paragraphs: [`${title}.`, ...notes],
      table: {
        columns: ['', ...columns],
        rows: rows.map(({ name, values }) => [name, ...values.map(shown)]),
      },
    },
    stepsSection(evaluation, horizon, period),
  ];
}

function stepsSection({ trials, rows }: ForecastEvaluation, horizon: number, period: number): HtmlSection {
  const byStep = Array.from({ length: horizon }, (_, step) => scoresOf(trials, step));
  const mase = scoreNames.indexOf('MASE');
  const names = methodNames(period).map((_, k) => rows[k].name);
  const errors = byStep.map((scores, step) => [step + 1, ...scores.map((row) => shown(row[mase]))]);
  return {
    heading: 'Error by distance',
    svg: svgLines({
      series: names.map((name, k) => ({
        name,
        values: byStep.map((scores) => scores[k][mase]),
        style: k === 0 ? 'line' : 'dotted',
      })),
      labels: byStep.map((_, step) => String(step + 1)),
      xTitle: 'steps ahead',
      yTitle: 'MASE',
    }),
    table: { columns: ['steps ahead', ...names], rows: errors },
  };
}

function trainingSections({ manifest }: OpenForecaster): HtmlSection[] {
  const { record } = manifest.training as { readonly record?: TrainingRecord };
  if (!record || record.losses.length < 2) return [];
  const { steps, epochs, minutes, losses, validations } = record;
  const measured = new Map(validations.map(({ step, metrics }) => [step, metrics.loss ?? Number.NaN]));
  const held = losses.map(({ step }) => measured.get(step) ?? Number.NaN);
  const checked =
    validations.length > 0
      ? ` The last steps before those of the test were held out to tell when to stop, and looked at ${formatCount(validations.length)} times.`
      : '';
  return [
    {
      heading: 'Training',
      paragraphs: [
        `${formatCount(steps)} steps, ${formatCount(epochs)} epochs, ${formatSeconds(minutes * 60)}. The weights are those of step ${formatCount(record.weights.step)} (${record.weights.from}).${checked}`,
      ],
      svg: svgLines({
        series: [
          { name: 'loss of each batch', values: losses.map(({ loss }) => loss) },
          ...(validations.length > 0
            ? [{ name: 'loss on what is held out', values: held, style: 'marks' as const }]
            : []),
        ],
        labels: losses.map(({ step }) => String(step)),
        xTitle: 'step',
        yTitle: 'loss',
      }),
    },
  ];
}

function makingSection({
  manifest,
  network,
  stored: { architecture, data, scaling },
}: OpenForecaster): HtmlSection {
  const {
    targets,
    covariates,
    known,
    categories,
    period,
    horizon,
    context,
    cell,
    hidden,
    layers,
    output,
    logs,
  } = architecture;
  const logged = targets.filter((_, k) => logs[k]);
  const steps = scaling.series.reduce((sum, series) => sum + series.steps, 0);
  const facts: [string, string][] = [
    ['data', data.name],
    ['SHA-256 of the data', data.sha256],
    ['series', formatCount(scaling.series.length)],
    ['steps learned from', formatCount(steps)],
    ['columns forecast', targets.join(', ')],
    ['columns read', covariates.join(', ') || 'none else'],
    ['known ahead', known.join(', ') || 'none'],
    [
      'static categories',
      categories.map(({ name, values }) => `${name} (${values.length})`).join(', ') || 'none',
    ],
    ['season', period > 1 ? `${period} steps` : 'none'],
    ['horizon', `${horizon} steps`],
    ['read before a forecast', `${context} steps, and one season for comparison`],
    ['logarithms', logged.join(', ') || 'none'],
    [
      'network',
      `${layers === 1 ? '' : `${layers} layers of `}${cell}, ${hidden} units, ${formatCount(countParameters(network.parameters))} parameters`,
    ],
    ['measured by', architecture.scale],
    ['decoder', architecture.decoder],
    ['distributions', scaling.units.margins ? `${output}, with conformal intervals` : output],
    ['seed', String(manifest.seed)],
    ['made with', `unrolled ${manifest.createdWith}`],
  ];
  return {
    heading: 'How it was made',
    paragraphs: [
      'A recurrent network reads each series on its own scale. From its state after every step it forecasts all steps of the horizon at once: as a correction of the season before, its recent change and the last value, with quantiles around it.',
      ...(data.notes ?? []),
    ],
    table: { columns: ['', ''], rows: facts },
  };
}

/** A score as a number with few digits; a dash where there is none. */
function shown(value: number): string | number {
  return Number.isNaN(value) ? '-' : Number(formatNumber(value).replaceAll(',', ''));
}
