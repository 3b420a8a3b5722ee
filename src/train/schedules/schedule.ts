/** What a schedule remembers: plain numbers, so that a checkpoint holds them. Most remember nothing. */
export type ScheduleState = Readonly<Record<string, number>>;

/**
 * The learning rate by training step (0, 1, ...) and by what was observed. All functions are pure. A user's own
 * schedule is an object of this form, or `byStep(step => rate)`.
 */
export interface Schedule {
  readonly start: ScheduleState;
  readonly rate: (step: number, state: ScheduleState) => number;
  /** The state after a validation, or after an epoch where there is none; lower is better. */
  readonly observe: (state: ScheduleState, loss: number) => ScheduleState;
}

/** A schedule that looks at nothing but the step. */
export function byStep(rate: (step: number) => number): Schedule {
  return { start: {}, rate, observe: (state) => state };
}
