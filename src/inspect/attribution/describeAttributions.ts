import { svgLines } from '../../formats/draw/svgLines.ts';
import { colouredText } from '../../formats/html/colouredText.ts';
import { formatNumber } from '../../support/format.ts';
import type { Finding } from '../finding.ts';
import { significant } from '../significant.ts';
import type { Subject } from '../subject.ts';
import { type Attribution, attributionMethods } from './attributions.ts';

/** A gap that is worth a warning, as a share. */
const MISSED = 0.05;

/** Steps that are named, at most. */
const NAMED = 3;

/** What steps do to answers in words, numbers and pictures: of texts the texts themselves, coloured. */
export function describeAttributions(
  found: readonly Attribution[],
  { separator }: Pick<Subject, 'separator'>,
): Finding {
  return {
    title: 'What the answers come from',
    paragraphs: [
      'What each step adds to the score of the last answer about a sequence: the log-probability of the class that the network finds likeliest, or the number that it gives.',
      ...found.map(sentence),
    ],
    table: {
      columns: ['sequence', 'steps', 'score', 'of nothing', 'explained', 'gap'],
      rows: found.map(({ sequence, texts, score, baseline, gap }) => [
        `${sequence + 1}`,
        `${texts.length}`,
        formatNumber(score),
        formatNumber(baseline),
        formatNumber(score - baseline + gap),
        formatNumber(gap),
      ]),
    },
    pictures: found.flatMap((one) => picturesOf(one, separator)),
    json: found.map(({ sequence, time, texts, values, score, baseline, gap }) => ({
      sequence,
      time,
      texts: [...texts],
      values: Object.fromEntries(
        attributionMethods.map((method) => [method, values[method].map(significant)]),
      ),
      score: significant(score),
      baseline: significant(baseline),
      gap: significant(gap),
    })),
  };
}

function sentence({ sequence, texts, values, score, baseline, gap }: Attribution): string {
  const { integrated } = values;
  const order = integrated
    .map((_, step) => step)
    .sort((a, b) => Math.abs(integrated[b]) - Math.abs(integrated[a]));
  const named = order.slice(0, NAMED).map((step) => {
    const text = texts[step].trim() === '' ? '' : ` (${texts[step].trim()})`;
    return `step ${step + 1}${text} ${integrated[step] < 0 ? '−' : '+'}${formatNumber(Math.abs(integrated[step]))}`;
  });
  const missed = Math.abs(gap / (score - baseline || 1));
  const warning =
    missed > MISSED
      ? ` Their sum is ${(100 * missed).toFixed(0)} % off what the input does to the score: take them as rough.`
      : '';
  return `Sequence ${sequence + 1}: most comes from ${named.join(', ')}.${warning}`;
}

function picturesOf({ sequence, texts, values }: Attribution, separator: string | undefined): string[] {
  if (separator === undefined)
    return [
      svgLines({
        title: `What each step adds to the answer: sequence ${sequence + 1}`,
        xTitle: 'step',
        height: 260,
        series: attributionMethods.map((name) => ({ name, values: values[name], style: 'line' })),
        labels: texts.map((_, step) => `${step + 1}`),
      }),
    ];
  return attributionMethods.map((method) =>
    colouredText(
      texts.map((text, step) => ({ text, value: values[method][step] })),
      separator,
      `Sequence ${sequence + 1}, by ${method === 'integrated' ? 'integrated gradients' : method === 'gradient' ? 'gradient times input' : 'occlusion'}: blue speaks for the answer, orange against it`,
    ),
  );
}
