import type { Task } from '../contest/contest.ts';

/** A language model in training. */
export interface LanguageTask extends Task {
  readonly vocabulary: number;
  /** Of the vectors that stand for words, and of every layer. */
  readonly width: number;
  readonly layers: number;
  readonly batch: number;
  /** Of each sequence in a batch. The state is carried from batch to batch. */
  readonly steps: number;
  /** On the input of each layer and of the output. */
  readonly dropout: number;
  /** Learning rate. */
  readonly rate: number;
  /** The largest norm of the gradient. */
  readonly clip: number;
  /** Batches in the text, which is then read from its start again. */
  readonly chunks: number;
}

/** "Medium" of Zaremba, Sutskever and Vinyals, "Recurrent neural network regularization" (2014). */
export const mediumTask: LanguageTask = {
  name: 'medium',
  vocabulary: 10_000,
  width: 650,
  layers: 2,
  batch: 20,
  steps: 35,
  dropout: 0.5,
  rate: 1,
  clip: 5,
  chunks: 50,
};
