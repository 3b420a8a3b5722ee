import type { Context } from '../../tensor/context.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Cell, State } from '../cells/cell.ts';

/** A run of the driver, as whoever observes it sees it before it begins. */
export interface ObservedRun {
  readonly cell: Cell;
  readonly structure: Structure;
  readonly reverse: boolean;
  /** What it reads, packed [N, I]. */
  readonly x: Tensor;
  /** The states before the first step, [B, size] in packed order. */
  readonly initial: State;
}

/** What an observer wants of a run. */
export interface Observation {
  /** What it reads in place of `x`, packed [N, I]. */
  readonly x?: Tensor;
  /** `plain` unrolls it step by step, although the cell has a fused sweep. */
  readonly path?: 'plain';
  /** Takes gates and states by name, packed [N, size]. */
  readonly trace?: (values: Readonly<Record<string, Tensor>>) => void;
  /** Takes dL/dstate by name, packed [N, size], in the backward sweep. */
  readonly watch?: (gradients: Readonly<Record<string, Tensor>>) => void;
}

export type RecurrenceObserver = (run: ObservedRun) => Observation | undefined;

const observers = new WeakMap<Context, RecurrenceObserver>();

/** Who observes the recurrences of a context at present. */
export const observerOf = (context: Context): RecurrenceObserver | undefined => observers.get(context);

/**
 * Runs `body`; every recurrence in it is shown to `observer` first, whatever network it is part of. The networks know
 * nothing of it.
 */
export function observeRecurrences<R>(context: Context, observer: RecurrenceObserver, body: () => R): R {
  const before = observers.get(context);
  observers.set(context, observer);
  try {
    return body();
  } finally {
    if (before) observers.set(context, before);
    else observers.delete(context);
  }
}
