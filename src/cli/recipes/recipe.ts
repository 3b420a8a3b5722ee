import type { Engine } from '../../tasks/task.ts';
import type { Host } from '../host.ts';

/** A published result, and how to reproduce it. */
export interface Recipe {
  readonly name: string;
  readonly summary: string;
  /** Data files below the data folder. */
  readonly files: readonly string[];
  run(folder: string, options: RecipeOptions): Promise<RecipeResult>;
}

export interface RecipeOptions {
  readonly host: Host;
  readonly engine: Engine;
  readonly seed: number;
  readonly quiet: boolean;
  /** Where models are written to. */
  readonly out: string;
}

/** What `reproduce NAME --json` prints. */
export type RecipeResult = {
  readonly name: string;
  readonly metric: string;
  /** The mean over the seeds. */
  readonly figure: number;
  readonly seeds: readonly number[];
  /** The published figure; null where there is none for this setting. */
  readonly published: number | null;
  /** The figure of a trivial baseline. */
  readonly baseline: number | null;
  readonly minutes: number;
};
