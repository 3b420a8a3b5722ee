import type { StoredModel } from '../formats/model/manifest.ts';
import type { ErrorCode } from '../support/catalogue.ts';
import type { TrainingEvent } from '../train/trainingEvent.ts';
import type { Engine } from './task.ts';

/** A training as plain data: what of its runtime is a function is named by whether there is one. */
export interface FitRequest {
  readonly task: string;
  readonly data: unknown;
  readonly options: object;
  readonly engine: Engine;
  readonly from: StoredModel | undefined;
  readonly resume: StoredModel | undefined;
  readonly checkpointSeconds: number | undefined;
  readonly watch: number | undefined;
  readonly wants: { readonly events: boolean; readonly log: boolean; readonly checkpoints: boolean };
  readonly paused: boolean;
}

/** An error on its way between threads; `code` is null for one that is not Unrolled's own. */
export interface SentError {
  readonly code: ErrorCode | null;
  readonly message: string;
}

/** To the worker. */
export type FitCommand =
  | { readonly type: 'fit'; readonly request: FitRequest }
  | { readonly type: 'abort' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** The checkpoint has been stored, or could not be. */
  | { readonly type: 'checkpointed'; readonly error: SentError | null };

/** From the worker. */
export type FitReply =
  | { readonly type: 'event'; readonly event: TrainingEvent }
  | { readonly type: 'log'; readonly event: TrainingEvent }
  | { readonly type: 'checkpoint'; readonly model: StoredModel }
  | { readonly type: 'done'; readonly model: StoredModel }
  | { readonly type: 'failed'; readonly error: SentError };
