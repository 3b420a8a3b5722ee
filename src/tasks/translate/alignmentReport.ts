import { svgHeatmap } from '../../formats/draw/svgHeatmap.ts';
import { htmlPage } from '../../formats/html/htmlPage.ts';
import { formatQuantity } from '../../support/format.ts';
import type { Translation } from './translation.ts';

/** Translations that a page shows, at most. */
const SHOWN = 24;

/** A page that needs nothing but itself: each translation with what was attended to. `translations` have a trace. */
export function alignmentReport(
  sources: readonly string[],
  translations: readonly Pick<Translation, 'text' | 'score' | 'trace'>[],
): string {
  const sections = translations.slice(0, SHOWN).map(({ text, score, trace }, k) => ({
    heading: sources[k] === '' ? 'An empty line' : `${sources[k]}: ${text}`,
    paragraphs: trace ? [`Score ${score.toFixed(3)}.`] : [],
    ...(trace?.weights && {
      svg: svgHeatmap({
        values: trace.weights,
        rowLabels: trace.target,
        columnLabels: trace.source,
        range: [0, 1],
        xTitle: 'source',
        yTitle: 'written',
      }),
    }),
  }));
  const more = translations.length - sections.length;
  return htmlPage({
    title: `Translations of ${formatQuantity(translations.length, 'line')}`,
    sections: [
      ...sections,
      ...(more > 0
        ? [{ paragraphs: [`${formatQuantity(more, 'more translation')} in the JSON of predict.`] }]
        : []),
    ],
  });
}
