import { fail } from '../../support/errors.ts';
import { type Stream, stream as streamOf, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { joinSteps } from '../../tensor/ragged/joinSteps.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Cell, outputSize, type State } from '../cells/cell.ts';
import { passDropout } from '../layers/passDropout.ts';
import type { Parameters } from '../parameters.ts';
import { inference } from '../pass.ts';
import { type RecurrenceOptions, recurrence } from '../recurrence/recurrence.ts';
import { type CellChoice, makeCell } from './cellChoice.ts';
import { learnedStates } from './learnedStates.ts';

/** The states of a stack: by layer, then by direction (forward, backward). A value: keep it, send it, fork it. */
export type StackState = readonly (readonly State[])[];

export interface StackOptions {
  readonly inputSize: number;
  /** H of every layer, or one number for all. */
  readonly hiddenSize: number | readonly number[];
  /** How many layers, where `hiddenSize` is one number. Default 1. */
  readonly layers?: number;
  readonly bidirectional?: boolean;
  readonly cell: CellChoice;
  /** Rate of dropout on the input of every layer but the first. */
  readonly dropout?: number;
  /** Adds a layer's input to its output where their widths are equal. */
  readonly residual?: boolean;
  /** Every layer but the first reads two steps of the one below as one, so that each has half as many (Chan et al., 2016). */
  readonly pyramid?: boolean;
  /** Initial states are trained instead of zero. */
  readonly learnedState?: boolean;
  readonly seed?: number;
  /** First of the numbers that key this stack's random masks; it uses `2 * layers * directions` of them. */
  readonly place?: number;
}

export interface StackResult {
  /** Packed [N, D*R of the last layer], D directions side by side; of a pyramid the steps that are left. */
  readonly output: Ragged;
  readonly final: StackState;
  /** By layer, then by direction: gates and states by name. */
  readonly trace: readonly (readonly Readonly<Record<string, Ragged>>[])[];
}

export type StackRun = Pick<RecurrenceOptions, 'pass' | 'path' | 'trace' | 'checkpoint'> & {
  readonly initial?: StackState;
  readonly watch?: (layer: number, direction: number, gradients: Readonly<Record<string, Tensor>>) => void;
};

/** Recurrent layers on top of each other, in one direction or two. */
export interface RecurrentStack {
  readonly inputSize: number;
  readonly outputSize: number;
  /** By layer, then by direction. */
  readonly cells: readonly (readonly Cell[])[];
  /** PyTorch's names: `weight_ih_l0`, `weight_hh_l1_reverse`; learned states `h_l0`. */
  readonly parameters: Parameters;
  run(x: Ragged, options?: StackRun): StackResult;
}

const suffix = (layer: number, direction: number): string => `_l${layer}${direction === 1 ? '_reverse' : ''}`;

/** Makes a stack of known cells. Weights come from `seed`: the same seed gives the same network. Throws `bad-argument`. */
export function recurrentStack(context: Context, options: StackOptions): RecurrentStack {
  const { inputSize, bidirectional = false, pyramid = false, cell: choice, seed = 0, place = 0 } = options;
  const sizes =
    typeof options.hiddenSize === 'number'
      ? new Array<number>(options.layers ?? 1).fill(options.hiddenSize)
      : [...options.hiddenSize];
  if (sizes.length === 0 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    fail(
      'bad-argument',
      'recurrentStack',
      `hiddenSize is [${sizes.join(', ')}]`,
      'Give at least one layer of at least one unit',
    );
  }
  if (typeof options.hiddenSize !== 'number' && (options.layers ?? sizes.length) !== sizes.length) {
    fail(
      'bad-argument',
      'recurrentStack',
      `layers is ${options.layers}, and hiddenSize names ${sizes.length}`,
      'Leave out layers, or give one hiddenSize for all',
    );
  }
  const directions = bidirectional ? 2 : 1;
  const cells: Cell[][] = [];
  let width = inputSize;
  sizes.forEach((hiddenSize, layer) => {
    const source: Stream = streamOf(seed, place, layer);
    const made = Array.from({ length: directions }, (_, direction) =>
      makeCell(context, choice, { inputSize: width, hiddenSize, stream: substream(source, direction) }),
    );
    cells.push(made);
    width = made.reduce((sum, cell) => sum + outputSize(cell), 0) * (pyramid ? JOINED : 1);
  });
  return stackOf(context, cells, options);
}

/** Steps that a layer of a pyramid reads as one. */
const JOINED = 2;

/** A stack of cells that the caller made, also cells of their own: `cells[layer][direction]`. */
export function stackOf(
  context: Context,
  cells: readonly (readonly Cell[])[],
  options: Pick<StackOptions, 'dropout' | 'residual' | 'pyramid' | 'learnedState' | 'place'> = {},
): RecurrentStack {
  const { dropout: rate = 0, residual = false, pyramid = false, place = 0 } = options;
  const learned = options.learnedState ? learnedStates(context, cells) : undefined;
  const parameters = Object.fromEntries(
    cells.flatMap((layer, l) =>
      layer.flatMap((cell, d) =>
        Object.entries({ ...cell.parameters, ...learned?.parameters[l][d] }).map(
          ([name, tensor]): [string, Tensor] => [`${name}${suffix(l, d)}`, tensor],
        ),
      ),
    ),
  );
  const run = (x: Ragged, { initial, pass = inference, watch, ...rest }: StackRun = {}): StackResult => {
    let current = toPacked(x);
    const final: State[][] = [];
    const traces: Readonly<Record<string, Ragged>>[][] = [];
    cells.forEach((layer, l) => {
      if (l > 0 && pyramid) current = joinSteps(current, JOINED);
      const before = current;
      const { structure } = current;
      if (l > 0) {
        const how = { rate, pass, place: place + 2 * l + 1, keys: () => structure.rowKeysOn(context) };
        current = { ...current, data: passDropout(current.data, how) };
      }
      const results = layer.map((cell, d) =>
        recurrence(cell, current, {
          ...rest,
          pass,
          initial: initial?.[l]?.[d] ?? learned?.states(l, d, structure.count),
          reverse: d === 1,
          place: place + 2 * l + 2 * cells.length * d,
          watch: watch && ((gradients) => watch(l, d, gradients)),
        }),
      );
      const outputs = results.map((result) => result.output.data);
      const joined = outputs.length === 1 ? outputs[0] : concatenate(outputs, 1);
      const sum = residual && joined.shape[1] === before.data.shape[1] ? add(joined, before.data) : joined;
      current = { data: sum, structure, layout: 'packed' };
      final.push(results.map((result) => result.final));
      traces.push(results.map((result) => result.trace));
    });
    return { output: current, final, trace: traces };
  };
  const last = cells[cells.length - 1];
  return {
    inputSize: cells[0][0].inputSize,
    outputSize: last.reduce((sum, cell) => sum + outputSize(cell), 0),
    cells,
    parameters,
    run,
  };
}
