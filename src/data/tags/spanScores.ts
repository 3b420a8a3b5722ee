import { type Span, spansOf } from './spans.ts';

/** What conlleval counts. F1 and the others are shares, 0 where there is nothing to divide by. */
export interface SpanScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Spans in the reference, in the prediction, and in both alike. */
  readonly reference: number;
  readonly predicted: number;
  readonly correct: number;
}

/** Exact matches of spans, type and both ends, over all sentences (Tjong Kim Sang and Buchholz, 2000). */
export function spanScores(
  references: readonly (readonly string[])[],
  predictions: readonly (readonly string[])[],
): SpanScores {
  let [reference, predicted, correct] = [0, 0, 0];
  const key = ({ type, start, end }: Span): string => `${start} ${end} ${type}`;
  references.forEach((tags, k) => {
    const wanted = new Set(spansOf(tags).map(key));
    const found = spansOf(predictions[k]).map(key);
    reference += wanted.size;
    predicted += found.length;
    correct += found.filter((span) => wanted.has(span)).length;
  });
  const precision = predicted === 0 ? 0 : correct / predicted;
  const recall = reference === 0 ? 0 : correct / reference;
  const f1 = correct === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, reference, predicted, correct };
}
