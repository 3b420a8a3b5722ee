import type { Classes } from './classes.ts';
import { decide } from './evaluate.ts';

/** What a model says of a sequence. */
export interface Classified {
  /** The most probable class, and its probability. */
  readonly label: string;
  readonly confidence: number;
  /** Where sequences may have several labels: all that are more probable than not. */
  readonly labels?: readonly string[];
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Probabilities [K] in words. */
export function classified(
  { labels, multiLabel }: Pick<Classes, 'labels' | 'multiLabel'>,
  probabilities: ArrayLike<number>,
): Classified {
  const [best] = decide(probabilities, false);
  return {
    label: labels[best],
    confidence: probabilities[best],
    ...(multiLabel && { labels: decide(probabilities, true).map((k) => labels[k]) }),
    probabilities: Object.fromEntries(labels.map((label, k) => [label, probabilities[k]])),
  };
}
