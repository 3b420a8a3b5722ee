/** A sentence as tokens, with a tag for each where the data has them. */
export interface TaggedSentence {
  readonly tokens: readonly string[];
  /** As many as tokens; undefined for text without tags. */
  readonly tags?: readonly string[];
  /** The label of the whole sentence, as its intent. */
  readonly label?: string;
  /** Where it is, for messages: the file, and the line of each token (or of the sentence, for one line). */
  readonly file: string;
  readonly lines: readonly number[];
}

/** The line of a token. */
export const lineOf = ({ lines }: TaggedSentence, token = 0): number =>
  lines[Math.min(token, lines.length - 1)];
