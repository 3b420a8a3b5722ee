import type { StoredModel, TrainingEvent, UnrolledSequence } from 'unrolled';
import type { Job, Says } from './job.ts';

/** Which sequence to lay out through time: a text to read, or the number of one that is shown; and which of its answers to follow back. */
export interface Look {
  readonly text?: string;
  readonly sequence?: number;
  readonly answer?: number;
}

/** A sequence laid out. */
export interface Looked {
  readonly look: Look;
  readonly unrolled: UnrolledSequence;
  /** How many sequences there are to choose from. */
  readonly sequences: number;
  /** What each answer says, in words. */
  readonly said: readonly string[];
}

/** To the engine. */
export type Command =
  | { readonly type: 'train'; readonly job: Job }
  | { readonly type: 'pause' | 'resume' | 'stop' | 'model' }
  | { readonly type: 'look'; readonly look: Look };

export type StepEvent = Extract<TrainingEvent, { type: 'step' }>;
export type ValidationEvent = Extract<TrainingEvent, { type: 'validation' }>;

/** From the engine. */
export type Reply =
  /** All steps since the last one of these. */
  | { readonly type: 'steps'; readonly steps: readonly StepEvent[] }
  | { readonly type: 'validation'; readonly event: ValidationEvent }
  | { readonly type: 'says'; readonly says: Says }
  | { readonly type: 'paused' | 'resumed' }
  | { readonly type: 'ended'; readonly how: 'done' | 'stopped' }
  | { readonly type: 'looked'; readonly looked: Looked }
  | { readonly type: 'model'; readonly model: StoredModel }
  /** `ends`: the training; without it, that what was asked for cannot be. */
  | { readonly type: 'failed'; readonly message: string; readonly ends: boolean };
