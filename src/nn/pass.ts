/**
 * What a forward pass is for. Dropout and the like draw from a stream keyed by (seed, step, place in the network,
 * sequence, time, unit), so the same pass gives the same numbers whatever the batch.
 */
export interface Pass {
  /** True while training: dropout drops; false: every unit is used at its expectation. */
  readonly training: boolean;
  readonly seed: number;
  /** The training step. */
  readonly step: number;
}

/** The pass of a trained model at work. */
export const inference: Pass = { training: false, seed: 0, step: 0 };
