import { fail } from '../../support/errors.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import { mapValues } from '../../support/mapValues.ts';
import { formatShape, isSameShape, type Tensor } from '../../tensor/tensor.ts';
import type { Cell, State, SweepInput, SweepResult } from '../cells/cell.ts';
import { inference, type Pass } from '../pass.ts';
import { checkpointedSweep } from './checkpointedSweep.ts';
import { drawMasks } from './drawMasks.ts';
import { observerOf } from './observeRecurrences.ts';
import { plainSweep } from './plainSweep.ts';

export interface RecurrenceOptions {
  /** States before the first step (reverse: after the last), [B, size] in the caller's order. Default: zeros. */
  readonly initial?: State;
  /** Read every sequence from its own end to its start. */
  readonly reverse?: boolean;
  /** Default: inference. */
  readonly pass?: Pass;
  /** A number of this recurrence's own within the network, to key its random masks by. */
  readonly place?: number;
  /** `plain` unrolls step by step although the cell has a fused sweep. */
  readonly path?: 'fused' | 'plain';
  /** Give every state and gate at every step. */
  readonly trace?: boolean;
  /** Keep only the states every so many steps; the backward sweep computes the rest again. No trace then. */
  readonly checkpoint?: number;
  /**
   * Called in the backward sweep with dL/dstate at every step: packed rows [N, size] by state name. Not with `checkpoint`;
   * on the plain path without what a state does within its own step, as c(t) to h(t).
   */
  readonly watch?: (gradients: Readonly<Record<string, Tensor>>) => void;
}

export interface RecurrenceResult {
  /** What the cell puts out at every step, packed [N, R]. */
  readonly output: Ragged;
  /** The states after the last step, [B, size] in the caller's order. */
  readonly final: State;
  /** Gates and states by name, packed [N, size]; empty unless asked for. */
  readonly trace: Readonly<Record<string, Ragged>>;
}

/**
 * The driver: runs a cell over ragged sequences [N, I]. It owns time: lengths, direction, carried state, masks and
 * recording. Throws `shape-mismatch`, `bad-argument`.
 */
export function recurrence(cell: Cell, x: Ragged, options: RecurrenceOptions = {}): RecurrenceResult {
  const { pass = inference, place = 0, reverse = false } = options;
  const packed = toPacked(x);
  const { structure } = packed;
  const { context } = packed.data;
  if (packed.data.shape.length !== 2 || packed.data.shape[1] !== cell.inputSize) {
    fail(
      'shape-mismatch',
      `recurrence (${cell.kind})`,
      `the input has shape ${formatShape(packed.data.shape)}, the cell reads [N, ${cell.inputSize}]`,
      `Give ${cell.inputSize} features per step, or make the cell with inputSize ${packed.data.shape[1]}`,
    );
  }
  const initial = initialState(cell, structure, options.initial, context);
  const seen = observerOf(context)?.({ cell, structure, reverse, x: packed.data, initial });
  const path = seen?.path ?? options.path ?? 'fused';
  const watch = both(seen?.watch, options.watch);
  const data = seen?.x ?? packed.data;
  const trace = options.trace === true || seen?.trace !== undefined;
  const input = {
    structure,
    initial,
    reverse,
    fresh: options.initial === undefined,
    masks: drawMasks(context, cell, structure, pass, place),
    ...(watch ? { watch } : {}),
  };
  const { checkpoint } = options;
  if (checkpoint !== undefined && !(Number.isInteger(checkpoint) && checkpoint > 0)) {
    fail(
      'bad-argument',
      'recurrence',
      `checkpoint is ${checkpoint}`,
      'Give a whole number of steps of at least 1',
    );
  }
  const isPlain = path === 'plain' || !cell.sweep;
  if (watch && (checkpoint !== undefined || (isPlain && cell.outputSize !== undefined))) {
    const what =
      checkpoint === undefined
        ? 'unrolled step by step it puts out something else than its state'
        : 'the sweep is computed twice, in stretches';
    const remedy = `Leave out ${checkpoint === undefined ? "path: 'plain'" : 'checkpoint'}, or do not watch it`;
    fail('bad-argument', `recurrence (${cell.kind})`, `watch is given, and ${what}`, remedy);
  }
  const sweep = (part: SweepInput): SweepResult =>
    isPlain || !cell.sweep ? plainSweep(cell, part) : cell.sweep(part);
  const result =
    checkpoint !== undefined && checkpoint < structure.longest
      ? checkpointedSweep(cell, sweep, data, input, checkpoint)
      : sweep({ ...input, x: data, trace });
  seen?.trace?.(result.trace);
  const ragged = (data: Tensor): Ragged => ({ data, structure, layout: 'packed' });
  return {
    output: ragged(result.output),
    final: structure.isSorted ? result.final : reorder(result.final, structure.ranksOn(context)),
    trace: options.trace ? mapValues(result.trace, ragged) : {},
  };
}

type Watch = NonNullable<RecurrenceOptions['watch']>;

const both = (one: Watch | undefined, other: Watch | undefined): Watch | undefined =>
  one && other
    ? (gradients) => {
        one(gradients);
        other(gradients);
      }
    : (one ?? other);

/** Initial states in packed order: the caller's, checked, or zeros. */
function initialState(
  cell: Cell,
  structure: Structure,
  given: State | undefined,
  context: Tensor['context'],
): State {
  const { count, isSorted } = structure;
  if (given === undefined) return mapValues(cell.stateSizes, (size) => context.zeros([count, size]));
  const unknown = Object.keys(given).find((name) => !(name in cell.stateSizes));
  if (unknown !== undefined) {
    fail(
      'bad-argument',
      `recurrence (${cell.kind})`,
      `the cell has no state ${unknown}`,
      `Give ${Object.keys(cell.stateSizes).join(', ')}`,
    );
  }
  const states = mapValues(cell.stateSizes, (size, name) => {
    const shape = [count, size];
    const state = given[name] ?? context.zeros(shape);
    if (isSameShape(state.shape, shape)) return state;
    return fail(
      'shape-mismatch',
      `recurrence (${cell.kind})`,
      `the initial state ${name} has shape ${formatShape(state.shape)}`,
      `Give ${formatShape(shape)}: a row for each of the ${count} sequences, in their order`,
    );
  });
  return isSorted ? states : reorder(states, structure.sequencesOn(context));
}

const reorder = (state: State, order: Tensor): State =>
  mapValues(state, (tensor) => gatherRows(tensor, order));
