import type { Problem } from './problems/problem.ts';
import { REMEMBERED } from './memoryScores.ts';

/** The lengths of sequences as training goes on. */
export interface Curriculum {
  /** Sequences of a batch have lengths from `shortest` to `longest`. */
  readonly shortest: number;
  readonly longest: number;
  /** Takes note of a training loss as a share of the baseline's. */
  observe(share: number): void;
  save(): CurriculumState;
  load(state: CurriculumState): void;
}

export type CurriculumState = { readonly longest: number; readonly share: number };

const START = 8;
const GROWTH = 1.25;
/** How much of the mean of the losses is kept in a step. */
const KEPT = 0.9;

/** All sequences of the length that is wanted. */
export const noCurriculum = (length: number): Curriculum => ({
  shortest: length,
  longest: length,
  observe: () => {},
  save: () => ({ longest: length, share: 1 }),
  load: () => {},
});

/**
 * Begins with short sequences; whenever the running mean of the loss says that they are remembered, the longest become
 * a quarter longer, up to `length`.
 */
export function curriculum(problem: Problem, length: number): Curriculum {
  let state: CurriculumState = {
    longest: Math.min(length, problem.fit(Math.max(problem.least, START))),
    share: 1,
  };
  return {
    shortest: problem.least,
    get longest() {
      return state.longest;
    },
    observe(share) {
      const mean = KEPT * state.share + (1 - KEPT) * share;
      const next = Math.min(length, problem.fit(Math.ceil(GROWTH * state.longest)));
      state = mean < REMEMBERED ? { longest: next, share: 1 } : { ...state, share: mean };
    },
    save: () => state,
    load: (saved) => {
      state = saved;
    },
  };
}
