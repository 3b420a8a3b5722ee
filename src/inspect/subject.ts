import type { Parameters } from '../nn/parameters.ts';
import type { Context } from '../tensor/context.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A trained network with data to look at it with: what a task gives of its model, or a program of its own. */
export interface Subject {
  readonly context: Context;
  /** By name, as in the model's files: recurrences are named by them. */
  readonly parameters: Parameters;
  /** At least one, of at least one sequence. */
  readonly batches: readonly SubjectBatch[];
  /** The part of the network that reads the sequences, as its parameters' names begin; default: all of it. */
  readonly part?: string;
  /** What stands between the texts of steps, where they make up a text; undefined where they are numbers. */
  readonly separator?: string;
  /** The symbols of the whole text that all sequences are cut from, if they are. */
  readonly whole?: readonly string[];
  /** Options of the task's training that a remedy may name; without it any. */
  readonly options?: readonly string[];
}

/** Some sequences that the network reads together. */
export interface SubjectBatch {
  /** [B]: how many steps each has. */
  readonly lengths: readonly number[];
  /** [B]: where each begins in `whole`. */
  readonly starts?: readonly number[];
  /** What stands at a step, for people: a character, a word, numbers. */
  textAt(sequence: number, time: number): string;
  /**
   * Runs the network forward, within `context.step`. `choices` of an earlier run: what the scores are to be about, though
   * the network may now find something else likeliest.
   */
  run(choices?: ArrayLike<number>): Answers;
}

/** What the network answers, M times in all, and how wrong it is each time. */
export interface Answers {
  /** [M] */
  readonly losses: Tensor;
  /**
   * [M]: what the network is for here, as the log-probability of the class that it finds likeliest, or the number that it
   * gives. Attributions explain it.
   */
  readonly scores: Tensor;
  /** What the scores are about, where it is a choice of the network: [M] classes, or [M, K] of things that are there or not. */
  readonly choices?: ArrayLike<number>;
  /** [M]: the sequence that each is about. */
  readonly sequences: ArrayLike<number>;
  /** [M]: the step after which it is given, from 0; -1 where it is about the whole sequence. */
  readonly times: ArrayLike<number>;
}
