import { fail } from '../support/errors.ts';
import type { Parameters } from '../nn/parameters.ts';
import { gradientNorms } from './gradientNorms.ts';
import { captureModel, restoreModel, type Training } from './training.ts';
import type { GuardPoint } from './trainingRecord.ts';

/** A good state is kept this often, in steps. */
const EVERY = 100;
/** The training is given up at this many steps that were not finite. */
const MOST_TRIPS = 3;
/** So many gradient norms are kept for the diagnosis. */
const NORMS = 10;

/** What was not finite in a step, and where it showed first. */
export interface NotFinite {
  readonly what: 'loss' | 'gradient';
  readonly parameter: string | null;
  /** Infinite or not a number. */
  readonly value: number;
}

/** The first parameter whose gradient is not finite, where the norm of all gradients, `total`, is not. */
export function findNotFinite(parameters: Parameters, total: number): NotFinite {
  const { byName } = gradientNorms(parameters);
  const [parameter, value] = Object.entries(byName).find((entry) => !Number.isFinite(entry[1])) ?? [
    null,
    total,
  ];
  return { what: 'gradient', parameter, value };
}

/** Notes a step whose gradients are finite, before its update: now and then its weights become what is gone back to. */
export function notePassed<B>(training: Training<B>, norm: number): void {
  const { state } = training;
  state.norms.push(norm);
  if (state.norms.length > NORMS) state.norms.shift();
  if (state.step === 0 || state.step % EVERY !== 0) return;
  training.good = captureModel(training);
  state.guard.restored = state.step;
}

const short = (x: number): string => String(Number(x.toPrecision(3)));

function diagnosis<B>({ state }: Training<B>, { what, parameter, value }: NotFinite, rate: number): string {
  const place = parameter === null ? 'the loss' : `the norm of the ${what} of "${parameter}"`;
  const norms = state.norms.length > 0 ? state.norms.map(short).join(', ') : 'none';
  return `${place} is ${value} at step ${state.step + 1} (epoch ${state.epoch + 1}); learning rate ${short(rate)}; gradient norms before it: ${norms}`;
}

/**
 * Answers a step that was not finite: restores the last good state and halves the learning rate. The batch is passed
 * over. Gives what to tell.
 */
export function tripGuard<B>(
  training: Training<B>,
  found: NotFinite,
  rate: number,
): { point: GuardPoint; message: string } {
  const { state } = training;
  const message = diagnosis(training, found, rate);
  restoreModel(training, training.good);
  state.guard.factor /= 2;
  state.guard.trips++;
  const { restored, factor } = state.guard;
  const { what, parameter } = found;
  const point = { step: state.step + 1, epoch: state.epoch + 1, what, parameter, restored, factor };
  state.history.guards.push(point);
  return { point, message };
}

/** True when the guard has tried often enough. */
export function isHopeless<B>({ state }: Training<B>): boolean {
  return state.guard.trips >= MOST_TRIPS;
}

/** Throws `not-finite` with the diagnosis of the last such step. */
export function giveUp(message: string): never {
  const again = `given up after ${MOST_TRIPS} such steps, the learning rate halved at each`;
  fail(
    'not-finite',
    'train',
    `${message}; ${again}`,
    'Clip the gradients (clip: { norm: 1 }), lower the learning rate or warm it up, and look for NaN, infinite or huge numbers in the data',
  );
}
