import { Structure } from '../../tensor/ragged/structure.ts';
import type { EncodedQuestion } from './encoder.ts';

/** The words of the stories of questions, fact after fact: W in all. */
export interface StoryWords {
  /** How many each story has. */
  readonly structure: Structure;
  /** [W]: where the state of each is among those of the sentences, in sequence order. */
  readonly rows: Int32Array;
  /** [W]: the fact of each among all facts of the questions. */
  readonly facts: Int32Array;
}

/** `placeOf`: which of the sentences a fact is. */
export function storyWords(
  questions: readonly EncodedQuestion[],
  sentences: Structure,
  placeOf: (sentence: Int32Array) => number,
): StoryWords {
  const [rows, facts, lengths]: [number[], number[], number[]] = [[], [], []];
  let fact = 0;
  for (const question of questions) {
    const before = rows.length;
    for (const sentence of question.facts) {
      const start = sentences.starts[placeOf(sentence)];
      sentence.forEach((_, t) => {
        rows.push(start + t);
        facts.push(fact);
      });
      fact++;
    }
    lengths.push(rows.length - before);
  }
  return { structure: Structure.of(lengths), rows: Int32Array.from(rows), facts: Int32Array.from(facts) };
}
