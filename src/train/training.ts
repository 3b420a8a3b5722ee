import { fail } from '../support/errors.ts';
import type { Json } from '../support/json.ts';
import { type LoopState, startState } from './loopState.ts';
import { belowPrefix, type SavedState, underPrefix } from './savedState.ts';
import { restore, snapshot, type Weights } from './snapshot.ts';
import type { TrainOptions } from './trainOptions.ts';
import { type WeightAverage, weightAverage } from './weightAverage.ts';

/** A training under way. All that changes is in `state`, in the tensors, and in the two copies. */
export interface Training<B> {
  readonly options: TrainOptions<B>;
  readonly average: WeightAverage | undefined;
  state: LoopState;
  /** The weights of the best validation: averaged ones, if there is an average. */
  best: Weights | undefined;
  /** The model when its gradients were last known to be finite: what the guard goes back to. */
  good: SavedState;
}

const VERSION = 1;

type ModelJson = {
  readonly optimizer: { readonly name: string; readonly steps: number };
  readonly average: number;
  readonly carried: { readonly json: Json } | null;
};

type TrainingJson = {
  readonly version: number;
  readonly model: ModelJson;
  readonly good: ModelJson;
  readonly best: boolean;
  readonly state: LoopState;
};

/** A training at its beginning, or where `options.resume` left off. Throws `bad-model` where that does not fit. */
export function startTraining<B>(options: TrainOptions<B>): Training<B> {
  const { parameters, average, seed = 0, schedule, resume } = options;
  const training: Training<B> = {
    options,
    average: average && weightAverage(parameters, average.decay),
    state: startState(seed, schedule.start),
    best: undefined,
    good: { tensors: {}, json: null },
  };
  if (resume) restoreTraining(training, resume);
  else training.good = captureModel(training);
  return training;
}

/** Copies of what steps change: parameters, moments, average, carried state. */
export function captureModel<B>({
  options,
  average,
}: Training<B>): SavedState & { readonly json: ModelJson } {
  const { parameters, optimizer } = options;
  const carried = options.carried?.save();
  return {
    tensors: {
      ...underPrefix('parameters.', snapshot(parameters)),
      ...underPrefix('optimizer.', snapshot(optimizer.state)),
      ...underPrefix('average.', snapshot(average?.state ?? {})),
      ...underPrefix('carried.', carried?.tensors ?? {}),
    },
    json: {
      optimizer: { name: optimizer.name, steps: optimizer.steps },
      average: average?.updates ?? 0,
      carried: carried ? { json: carried.json } : null,
    },
  };
}

export function restoreModel<B>({ options, average }: Training<B>, { tensors, json }: SavedState): void {
  const { optimizer, parameters } = options;
  const saved = json as ModelJson;
  if (saved.optimizer.name !== optimizer.name) {
    fail(
      'bad-model',
      'train',
      `the checkpoint is of ${saved.optimizer.name}, the optimizer is ${optimizer.name}`,
      'Resume with the optimizer that it was started with',
    );
  }
  restore(parameters, belowPrefix('parameters.', tensors));
  optimizer.load(saved.optimizer.steps, belowPrefix('optimizer.', tensors));
  average?.load(saved.average, belowPrefix('average.', tensors));
  if (saved.carried)
    options.carried?.load({ tensors: belowPrefix('carried.', tensors), json: saved.carried.json });
}

/**
 * Copies of everything that decides how the training goes on, between two steps: parameters, moments, average, best
 * weights, what the guard goes back to, carried state, loop state.
 */
export function captureTraining<B>(training: Training<B>): SavedState {
  const { state, best, good } = training;
  const model = captureModel(training);
  const json: TrainingJson = {
    version: VERSION,
    model: model.json,
    good: good.json as ModelJson,
    best: best !== undefined,
    state: structuredClone(state),
  };
  return {
    tensors: { ...model.tensors, ...underPrefix('best.', best ?? {}), ...underPrefix('good.', good.tensors) },
    json,
  };
}

/** Puts back what captureTraining took. Throws `bad-model` where model, optimizer or seed are others. */
export function restoreTraining<B>(training: Training<B>, { tensors, json }: SavedState): void {
  const saved = json as TrainingJson;
  const { seed = 0 } = training.options;
  if (saved?.version !== VERSION) {
    fail(
      'bad-model',
      'train',
      `the checkpoint has version ${saved?.version}, not ${VERSION}`,
      'Resume with the release that wrote it',
    );
  }
  if (saved.state.seed !== seed) {
    fail(
      'bad-model',
      'train',
      `the checkpoint has seed ${saved.state.seed}, the options say ${seed}`,
      'Resume with the seed that it was started with',
    );
  }
  restoreModel(training, { tensors, json: saved.model });
  training.best = saved.best ? belowPrefix('best.', tensors) : undefined;
  training.good = { tensors: belowPrefix('good.', tensors), json: saved.good };
  training.state = structuredClone(saved.state);
}
