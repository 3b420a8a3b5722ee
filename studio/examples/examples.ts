import type { Job } from '../engine/job.ts';
import { brackets } from './brackets.ts';
import { counting } from './counting.ts';
import { tide } from './tide.ts';

/** The cells that are drawn unrolled, and what each is, in a line. */
export const cells = {
  lstm: 'a memory with three gates',
  gru: 'one state with two gates',
  rnn: 'no gates: what it was is overwritten',
} as const;

export type CellName = keyof typeof cells;

/** Something to learn that comes with the page. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** What the data looks like. */
  readonly sample: string;
  job(cell: CellName): Job;
}

/** Their data is made when it is asked for, and always the same. */
export const examples: readonly Example[] = [
  {
    name: 'brackets',
    title: 'Do the brackets match?',
    about: 'Reads a row of brackets, one by one, and says how it ends. To know, it has to count.',
    sample: '(()())  balanced\n((()    left open\n())(    closed too early',
    job: (cell) => ({
      name: 'Do the brackets match?',
      task: 'classify',
      sequences: brackets(900, 1),
      shown: brackets(12, 2),
      options: {
        ...{ cell, hidden: 8, embedding: 4, unit: 'character', pooling: 'last', dropout: 0 },
        ...{ lr: 0.005, batch: 16, epochs: 25, validFraction: 0.15, seed: 3 },
      },
    }),
  },
  {
    name: 'tide',
    title: 'How high is the tide?',
    about: 'Forecasts the water level of a harbour for the next day, hour by hour, with how sure it is.',
    sample: '2026-03-01 00:00, 1.412\n2026-03-01 01:00, 1.377\n2026-03-01 02:00, 0.936',
    job: (cell) => ({
      name: 'How high is the tide?',
      task: 'forecast',
      csv: tide(),
      options: { cell, hidden: 16, context: 30, horizon: 24, epochs: 200, lr: 0.01, seed: 1 },
    }),
  },
  {
    name: 'counting',
    title: 'What comes after sixty-nine?',
    about: 'Learns to count in words, one character after another. Nobody tells it what a word is.',
    sample: 'eighteen nineteen twenty\ntwenty-one twenty-two …',
    job: (cell) => ({
      name: 'What comes after sixty-nine?',
      task: 'generate',
      text: counting(),
      options: {
        ...{ cell, hidden: 48, embedding: 12, context: 100, batch: 16, dropout: 0 },
        ...{ lr: 0.015, epochs: 16, seed: 1 },
      },
    }),
  },
];
