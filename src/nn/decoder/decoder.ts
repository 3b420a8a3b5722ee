import { fail } from '../../support/errors.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type AttentionChoice, makeAttention } from '../attention/attentionChoice.ts';
import type { Attended, AttentionMemory } from '../attention/attention.ts';
import { QueryRows } from '../attention/queryRows.ts';
import { linearLayer } from '../layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../parameters.ts';
import { inference, type Pass } from '../pass.ts';
import {
  type RecurrentStack,
  recurrentStack,
  type StackOptions,
  type StackResult,
  type StackState,
} from '../stack/recurrentStack.ts';
import { type BridgeKind, bridge } from './bridge.ts';
import { lastState } from '../stack/lastState.ts';
import { stateSize } from '../stack/stateSize.ts';
import { stepByStep } from './stepByStep.ts';
import { stepStructure } from './stepStructure.ts';

export const conditionings = ['first', 'every', 'bahdanau', 'luong'] as const;

/**
 * Where a decoder sees what the encoder read: in its first state alone (Sutskever et al., 2014), at every step the same
 * (Cho et al., 2014), or what it attends to, before each step (Bahdanau et al., 2014) or after it (Luong et al., 2015).
 */
export type Conditioning = (typeof conditionings)[number];

export interface DecoderOptions
  extends Pick<StackOptions, 'inputSize' | 'hiddenSize' | 'layers' | 'cell' | 'dropout' | 'seed' | 'place'> {
  readonly encoder: Pick<RecurrentStack, 'cells' | 'outputSize'>;
  readonly conditioning: Conditioning;
  readonly bridge: BridgeKind;
  /** How it attends: for `bahdanau` and `luong`. Their defaults are additive and general. */
  readonly attention?: AttentionChoice | undefined;
  /** Each step reads what the step before gave too: for `luong`. */
  readonly inputFeeding?: boolean | undefined;
}

/** What was attended to, for an attention with coverage. */
export interface Coverage {
  /** [W]: the sums of the weights of earlier steps. */
  readonly sums: Tensor;
  /** How they lie: a query row for each of b targets. */
  readonly rows: QueryRows;
}

/** What a decoder goes on from: a row for each of b targets. */
export interface DecoderState {
  readonly stack: StackState;
  /** What the step before gave, where the next one reads it: [b, outputSize]. */
  readonly fed?: Tensor;
  /** From the first step on, where its attention has coverage. */
  readonly coverage?: Coverage;
}

/** What is kept of B sources. */
export interface DecoderMemory {
  /** The lengths of the sources. */
  readonly structure: Structure;
  /** c, [B, C]: what the encoder's last layer ended with: its first state, both directions side by side. */
  readonly context: Tensor;
  readonly attention?: AttentionMemory;
}

export interface DecoderRun {
  readonly pass?: Pass;
  /**
   * Called before every step but the first with the rows of its input and what the step before gave for the same targets:
   * gives the rows that are read instead.
   */
  readonly replace?: ((t: number, input: Tensor, before: Tensor) => Tensor) | undefined;
  /** Told of each step, or once of all steps where they are taken at once; the rows of all calls together lie packed. */
  readonly watch?: ((made: DecoderStep, from: StepOrigin) => void) | undefined;
}

/** Where a step comes from: what it read, from which state, and which source each of its rows reads. */
export interface StepOrigin {
  readonly x: Tensor;
  readonly before: DecoderState;
  readonly rows: QueryRows;
}

export interface DecoderStep {
  /** What the scores of the next symbol are made of, [b, outputSize]. */
  readonly output: Tensor;
  /** s(t), what the stack puts out: [b, H]. */
  readonly hidden: Tensor;
  readonly state: DecoderState;
  /** What was attended to; its weights lie as `QueryRows` says. */
  readonly attended?: Attended;
}

/** A recurrent network that writes targets while it looks at what an encoder made of their sources. */
export interface Decoder {
  readonly outputSize: number;
  /** The width of s(t). */
  readonly hiddenSize: number;
  readonly parameters: Parameters;
  /** What is kept of the sources, and the state before the first step: a row per source, in their order. */
  begin(encoded: StackResult): { readonly memory: DecoderMemory; readonly state: DecoderState };
  /** Whole targets, the k-th of the k-th source: [N, I] to packed [N, outputSize]. */
  run(x: Ragged, encoded: StackResult, options?: DecoderRun): Ragged;
  /** One step of b targets of any sources: x holds b sequences a step long, [b, I]. */
  step(x: Ragged, state: DecoderState, memory: DecoderMemory, rows: QueryRows, pass?: Pass): DecoderStep;
}

/**
 * A decoder: s(0) is made from the encoder's final states by a bridge; c is what the encoder's last layer ended with.
 *
 *     first      s(t) = stack(s(t-1), x(t))                              o(t) = s(t)
 *     every      s(t) = stack(s(t-1), [x(t), c])                         o(t) = tanh(W [c, s(t)])
 *     bahdanau   c(t) = attend(s(t-1)), s(t) = stack(s(t-1), [x(t), c(t)])   o(t) = tanh(W [c(t), s(t)])
 *     luong      s(t) = stack(s(t-1), x(t)), c(t) = attend(s(t))         o(t) = tanh(W [c(t), s(t)])
 *
 * With input feeding `luong` reads [x(t), o(t-1)]; an attention with coverage reads the sum of its earlier weights. Where no step waits for what another gives, all steps of all targets
 * are taken at once. Throws `bad-argument`.
 */
export function decoder(context: Context, options: DecoderOptions): Decoder {
  const { inputSize, encoder, conditioning, inputFeeding = false, seed = 0, place = 0 } = options;
  checkConditioning(options);
  const layer = encoder.cells.length - 1;
  const C = attends(conditioning) ? encoder.outputSize : stateSize(encoder.cells[layer]);
  const top = typeof options.hiddenSize === 'number' ? options.hiddenSize : (options.hiddenSize.at(-1) ?? 0);
  const seen = conditioning === 'every' || conditioning === 'bahdanau' ? C : inputFeeding ? top : 0;
  const stack = recurrentStack(context, { ...options, inputSize: inputSize + seen, place: place + OWN });
  const start = bridge(context, {
    kind: options.bridge,
    encoder: encoder.cells,
    decoder: stack.cells,
    stream: stream(seed, place),
  });
  const combination =
    conditioning === 'first'
      ? undefined
      : linearLayer(context, {
          inputSize: C + stack.outputSize,
          outputSize: top,
          bias: false,
          stream: stream(seed, place + 1),
        });
  const attention = attends(conditioning)
    ? makeAttention(
        context,
        options.attention ?? { attention: conditioning === 'luong' ? 'general' : 'additive' },
        {
          querySize:
            conditioning === 'luong' ? stack.outputSize : stateSize(stack.cells[stack.cells.length - 1]),
          sourceSize: C,
          stream: stream(seed, place + 2),
        },
      )
    : undefined;
  const covers = options.attention?.attention === 'additive' && options.attention.coverage === true;
  /** Steps that do not wait for each other, from the same rows of `memory`: one, or all. */
  const sweep = (
    x: Ragged,
    { stack: initial, fed, coverage }: DecoderState,
    memory: DecoderMemory,
    rows: QueryRows,
    pass: Pass,
  ): DecoderStep => {
    const attend = (query: Tensor): Attended | undefined =>
      attention && memory.attention && attention.attend(query, memory.attention, rows, coverage?.sums);
    const before = conditioning === 'bahdanau' ? attend(lastState(initial, stack)) : undefined;
    const whole =
      conditioning === 'every'
        ? gatherRows(memory.context, context.tensor(rows.sources, [rows.count], 'int32'))
        : undefined;
    const read = joined([x.data, before?.context, whole, fed]);
    const { output, final } = stack.run({ ...x, data: read }, { initial, pass });
    const after = conditioning === 'luong' ? attend(output.data) : undefined;
    const attended = before ?? after;
    const c = attended?.context ?? whole;
    const given = combination && c ? tanh(combination.run(joined([c, output.data]))) : output.data;
    return {
      output: given,
      hidden: output.data,
      state: {
        stack: final,
        ...(fed && { fed: given }),
        ...(covers && attended && { coverage: { sums: sumOf(coverage?.sums, attended.weights), rows } }),
      },
      ...(attended && { attended }),
    };
  };
  const begin: Decoder['begin'] = ({ output, final }) => {
    const { structure } = output;
    return {
      memory: {
        structure,
        context: lastState(final, encoder),
        ...(attention && { attention: attention.prepare(output) }),
      },
      state: {
        stack: start.run(final),
        ...(inputFeeding && { fed: context.zeros([structure.count, top]) }),
      },
    };
  };
  const outputSize = combination ? top : stack.outputSize;
  return {
    outputSize,
    hiddenSize: stack.outputSize,
    parameters: joinParameters({
      recurrent: stack,
      bridge: start,
      ...(combination && { combination }),
      ...(attention && { attention }),
    }),
    begin,
    step: (x, state, memory, rows, pass = inference) => sweep(x, state, memory, rows, pass),
    run(x, encoded, { pass = inference, replace, watch } = {}) {
      const packed = toPacked(x);
      const { structure } = packed;
      const { memory, state } = begin(encoded);
      if (structure.total === 0) return { ...packed, data: context.zeros([0, outputSize]) };
      const watched = (step: Ragged, before: DecoderState, rows: QueryRows): DecoderStep => {
        const made = sweep(step, before, memory, rows, pass);
        watch?.(made, { x: step.data, before, rows });
        return made;
      };
      const waits = conditioning === 'bahdanau' || inputFeeding || covers || replace !== undefined;
      if (!waits) {
        const rows = QueryRows.ofAll(memory.structure, packed);
        return { ...packed, data: watched(packed, state, rows).output };
      }
      const data = stepByStep(packed, state, replace, (input, before, t) => {
        const step: Ragged = { data: input, structure: stepStructure(structure, t), layout: 'packed' };
        return watched(step, before, QueryRows.ofStep(memory.structure, structure, t));
      });
      return { ...packed, data };
    },
  };
}

/** Numbers that key the parts of a decoder beside its stack. */
const OWN = 4;

/** Coverage after a step: that before it, and the step's weights. */
const sumOf = (before: Tensor | undefined, weights: Tensor): Tensor =>
  before ? add(before, weights) : weights;

/** Whether it attends. */
export const attends = (conditioning: Conditioning): boolean =>
  conditioning === 'bahdanau' || conditioning === 'luong';

const joined = (tensors: readonly (Tensor | undefined)[]): Tensor => {
  const given = tensors.filter((tensor) => tensor !== undefined);
  return given.length === 1 ? given[0] : concatenate(given, 1);
};

function checkConditioning({ conditioning, attention, inputFeeding = false }: DecoderOptions): void {
  if (attention && !attends(conditioning)) {
    const what = `an attention, and the conditioning is ${conditioning}`;
    fail('bad-argument', 'decoder', what, 'Leave it out, or choose bahdanau or luong');
  }
  if (inputFeeding && conditioning !== 'luong') {
    const what = `inputFeeding, and the conditioning is ${conditioning}`;
    fail('bad-argument', 'decoder', what, 'Leave it out, or choose luong');
  }
}
