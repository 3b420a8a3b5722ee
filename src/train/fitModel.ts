import type { ModelDescription, ModelManifest, StoredModel } from '../formats/model/manifest.ts';
import { sealModel } from '../formats/model/sealModel.ts';
import { fail } from '../support/errors.ts';
import type { Json } from '../support/json.ts';
import { version } from '../support/version.ts';
import { belowPrefix, type SavedState } from './savedState.ts';
import { snapshot, type Weights } from './snapshot.ts';
import { readState, writeState, writeWeights } from './storedState.ts';
import { train } from './train.ts';
import type { TrainingControl } from './trainingControl.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import type { TrainingRecord } from './trainingRecord.ts';
import type { TrainOptions } from './trainOptions.ts';

/** How a run is watched, stopped and continued. */
export interface FitRuntime {
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Every event of every step: for a metrics file. */
  readonly onLog?: (event: TrainingEvent) => void;
  /** Tells the gradients by lag of every so many steps, from the first: events `gradients`. They change no number. */
  readonly watch?: number | undefined;
  /** Stops after the step in hand; a checkpoint is saved and `interrupted` thrown. */
  readonly signal?: AbortSignal;
  readonly control?: TrainingControl;
  /** Stores a model from which the run can go on; called every `checkpointSeconds` (default 15), and at the end. */
  readonly checkpoint?: (model: StoredModel) => Promise<void>;
  readonly checkpointSeconds?: number;
  /** What `checkpoint` got: goes on from there, bit for bit as if it had not stopped. */
  readonly resume?: StoredModel;
}

type Owned = 'watch' | 'checkpoint' | 'resume' | 'onProgress' | 'log' | 'signal' | 'control';

export interface FitModel<B> {
  readonly train: Omit<TrainOptions<B>, Owned>;
  readonly describe: Omit<ModelDescription, 'createdWith' | 'training' | 'probes'>;
  /** All options that decide the numbers, complete: what a replay needs and a resume must agree with. */
  readonly options: { readonly [key: string]: Json };
  /** A few inputs with the outputs of the parameters as they are. */
  readonly probes: () => ModelManifest['probes'];
  /** What else is measured on the parameters once they are trained, in place of what `describe` says. */
  readonly measure?: () => Pick<ModelDescription, 'scaling'>;
  readonly runtime: FitRuntime;
}

/** Options that a resumed run may change: how long to train. */
const BUDGET = ['epochs', 'steps', 'maxMinutes'];

/**
 * Trains a model and gives it as it is stored: weights, the state to resume from, probes and the record. Checkpoints
 * on the way have the same form, with the best weights so far. Throws `interrupted`, `not-finite`, and
 * `bad-argument` where `resume` is of another run.
 */
export async function fitModel<B>(fit: FitModel<B>): Promise<StoredModel> {
  const { describe, options, runtime } = fit;
  const { parameters } = fit.train;
  const { resume, checkpoint, onEvent, onLog, signal, control, watch } = runtime;
  if (resume) checkResume(resume.manifest, fit);
  let last: SavedState | undefined;

  const store = (
    weights: Weights,
    state: SavedState | undefined,
    outcome: { readonly [key: string]: Json },
    measured: Pick<ModelDescription, 'probes'> & Partial<Pick<ModelDescription, 'scaling'>>,
  ): Promise<StoredModel> =>
    sealModel(
      { createdWith: version, ...describe, training: { options, ...outcome }, ...measured },
      { weights: writeWeights(parameters, weights), ...(state ? { state: writeState(state) } : {}) },
    );

  const record: TrainingRecord = await train({
    ...fit.train,
    ...(onEvent ? { onProgress: onEvent } : {}),
    ...(onLog ? { log: onLog } : {}),
    ...(watch !== undefined ? { watch } : {}),
    ...(signal ? { signal } : {}),
    ...(control ? { control } : {}),
    ...(resume ? { resume: readState(resume.blobs.state, resume.manifest.files.state.name) } : {}),
    checkpoint: {
      minutes: (runtime.checkpointSeconds ?? 15) / 60,
      save: async (saved) => {
        last = saved;
        if (!checkpoint) return;
        const candidates = ['best.', 'average.', 'parameters.'].map((prefix) =>
          belowPrefix(prefix, saved.tensors),
        );
        const weights = candidates.find((found) => Object.keys(found).length > 0) ?? {};
        await checkpoint(await store(weights, saved, { finished: false }, { probes: [] }));
      },
    },
  });
  if (record.reason === 'stopped') {
    fail('interrupted', 'train', `stopped after ${record.steps} steps`, 'Resume to go on from there');
  }
  // A resumed run that had nothing left to do saves no new state: it keeps the one that it came with.
  const state = last ?? (resume && readState(resume.blobs.state, resume.manifest.files.state.name));
  const model = await store(
    snapshot(parameters),
    state,
    { finished: true, record: JSON.parse(JSON.stringify(record)) as Json },
    { probes: fit.probes(), ...fit.measure?.() },
  );
  await checkpoint?.(model);
  return model;
}

/** Refuses to go on with other data or other options than the checkpoint was made with. */
function checkResume<B>(manifest: ModelManifest, { describe, options }: FitModel<B>): void {
  if (manifest.task !== describe.task) {
    fail(
      'bad-argument',
      'resume',
      `the model is of the task ${manifest.task}, not ${describe.task}`,
      'Choose another folder',
    );
  }
  if (manifest.data?.sha256 !== describe.data?.sha256) {
    fail(
      'bad-argument',
      'resume',
      `the data (${describe.data?.name}) is not what the model was trained on (${manifest.data?.name})`,
      'Give the same data; to go on with new data use --from',
    );
  }
  const before = (manifest.training as { options?: Record<string, Json> }).options ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(options)]);
  for (const name of names) {
    if (BUDGET.includes(name) || JSON.stringify(before[name]) === JSON.stringify(options[name])) continue;
    fail(
      'bad-argument',
      'resume',
      `${name} is ${JSON.stringify(options[name]) ?? 'not given'}, the run was started with ${JSON.stringify(before[name]) ?? 'none'}`,
      'Resume with the same options, or start anew with --overwrite',
    );
  }
}
