/** A question about a story, as a file gives it. */
export interface StoryQuestion {
  /** What the story has told before the question, in its order. */
  readonly facts: readonly string[];
  readonly question: string;
  readonly answer?: string;
  readonly file: string;
  readonly line: number;
  /** The line at which the story begins: questions that share it are about the same one. */
  readonly story: number;
}
