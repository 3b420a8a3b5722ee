import type { FeatureSequence } from '../../data/transcript/featureSequence.ts';
import { htmlPage } from '../../formats/html/htmlPage.ts';
import { formatQuantity } from '../../support/format.ts';
import { alignmentPicture } from './alignmentPicture.ts';
import type { TranscribeArchitecture } from './transcribeModel.ts';
import type { Transcript } from './transcriber.ts';

/** Sequences that a page shows, at most. */
const SHOWN = 24;

/** A page that needs nothing but itself: each sequence with its transcript, aligned. `transcripts` have a trace. */
export function transcriptReport(
  sequences: readonly FeatureSequence[],
  transcripts: readonly Transcript[],
  architecture: TranscribeArchitecture,
): string {
  const sections = sequences.slice(0, SHOWN).map((sequence, k) => ({
    heading: `${sequence.id}: ${transcripts[k].text}`,
    paragraphs: [`Probability ${transcripts[k].confidence.toFixed(3)}.`],
    svg: alignmentPicture(sequence, transcripts[k], architecture),
  }));
  const more = sequences.length - sections.length;
  return htmlPage({
    title: `Transcripts of ${formatQuantity(sequences.length, 'sequence')}`,
    sections: [
      ...sections,
      ...(more > 0
        ? [{ paragraphs: [`${formatQuantity(more, 'more sequence')} in the JSON of predict.`] }]
        : []),
    ],
  });
}
