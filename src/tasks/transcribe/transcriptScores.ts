import { errorRate } from '../../data/score/errorRate.ts';
import { formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import { type Alphabet, splitLabels } from './alphabet.ts';

/** Errors of transcripts, in percent. */
export interface TranscriptScores {
  /** Insertions, deletions and replacements, by label of the references. */
  readonly labelErrors: number;
  /** Transcripts without any error. */
  readonly exact: number;
}

/** Scores transcripts, as lists of labels, beside their references. */
export function transcriptScores(
  references: readonly (readonly string[])[],
  given: readonly (readonly string[])[],
): TranscriptScores {
  const { rate, exact } = errorRate(
    given,
    references.map((reference) => [reference]),
  );
  return { labelErrors: 100 * rate, exact: 100 * exact };
}

/** The model beside what it would score that read nothing. */
export function transcriptEvaluation(
  { unit, usual }: Alphabet,
  texts: readonly string[],
  given: readonly (readonly string[])[],
): Evaluation {
  const references = texts.map((text) => splitLabels(text, unit));
  const row = (name: string, answers: readonly (readonly string[])[]): Evaluation['rows'][number] => {
    const { labelErrors, exact } = transcriptScores(references, answers);
    return { name, values: [labelErrors, exact] };
  };
  const always = splitLabels(usual, unit);
  const labels = references.reduce((sum, reference) => sum + reference.length, 0);
  return {
    title: 'Transcripts, in percent',
    columns: ['label error rate', 'exact'],
    rows: [
      row('transcribe', given),
      row(
        'most frequent',
        references.map(() => always),
      ),
      row(
        'empty',
        references.map(() => []),
      ),
    ],
    notes: [
      `${formatQuantity(references.length, 'sequence')}, ${formatQuantity(labels, 'label')}. The baselines give every sequence the most frequent transcript of the training data, or none.`,
    ],
  };
}
