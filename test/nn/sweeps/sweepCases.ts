import { gruSweep } from '../../../src/nn/sweeps/gruSweep.ts';
import { lstmSweep } from '../../../src/nn/sweeps/lstmSweep.ts';
import { rnnSweep } from '../../../src/nn/sweeps/rnnSweep.ts';
import type { Structure } from '../../../src/tensor/ragged/structure.ts';
import type { Shape, Tensor } from '../../../src/tensor/tensor.ts';

/** A kind of sweep with a set of options: the same for every law and every backend. */
export interface SweepCase {
  readonly name: string;
  readonly kind: 'lstm' | 'gru' | 'rnn';
  readonly options: readonly string[];
}

export interface Sizes {
  readonly structure: Structure;
  /** H. */
  readonly hidden: number;
  /** R where an option makes it differ from H. */
  readonly output: number;
}

/** What a sweep is given beside its options: tensors by name. */
export type Inputs = Readonly<Record<string, Tensor>>;

export interface Run {
  readonly y: Tensor;
  /** hn, and cn of an LSTM. */
  readonly final: readonly Tensor[];
  readonly trace: Readonly<Record<string, Tensor>>;
}

const choices: Readonly<Record<SweepCase['kind'], readonly string[]>> = {
  lstm: [
    'reverse',
    'coupled',
    'projection',
    'peephole',
    'gain',
    'cellGain',
    'recurrentMask',
    'zoneoutH',
    'zoneoutC',
  ],
  gru: ['reverse', 'before', 'candidateBias', 'gain', 'recurrentMask', 'zoneoutH'],
  rnn: ['reverse', 'relu', 'jordan', 'outTanh', 'outSigmoid', 'gain', 'recurrentMask', 'zoneoutH'],
};

/** Options that do not go together. */
const possible = (options: readonly string[]): boolean =>
  !(options.includes('before') && options.includes('candidateBias')) &&
  !(options.includes('outTanh') && options.includes('outSigmoid'));

const caseOf = (kind: SweepCase['kind'], options: readonly string[]): SweepCase => ({
  name: [kind, ...options].join(' '),
  kind,
  options,
});

/** Each kind plain, with every option, every pair of options, and all that go together. */
export const sweepCases: readonly SweepCase[] = (['lstm', 'gru', 'rnn'] as const).flatMap((kind) => {
  const all = choices[kind];
  const pairs = all.flatMap((first, k) => all.slice(k + 1).map((second) => [first, second]));
  const everything = {
    lstm: [all],
    gru: [all.filter((option) => option !== 'before'), all.filter((option) => option !== 'candidateBias')],
    rnn: [all.filter((option) => option !== 'outSigmoid')],
  }[kind];
  return [[], ...all.map((option) => [option]), ...pairs, ...everything]
    .filter(possible)
    .map((options) => caseOf(kind, options));
});

/** Shapes of all tensors that a case's sweep takes. Those in `masks` get no gradient. */
export function inputShapes(
  { kind, options }: SweepCase,
  { structure, hidden: H, output }: Sizes,
): {
  readonly differentiable: Readonly<Record<string, Shape>>;
  readonly masks: Readonly<Record<string, Shape>>;
} {
  const { total: N, count: B } = structure;
  const has = (option: string): boolean => options.includes(option);
  const jordan = has('jordan') || has('outTanh') || has('outSigmoid');
  const R = has('projection') || jordan ? output : H;
  const G = { lstm: has('coupled') ? 3 : 4, gru: 3, rnn: 1 }[kind];
  const when = (wanted: boolean, shapes: Record<string, Shape>): Record<string, Shape> =>
    wanted ? shapes : {};
  return {
    differentiable: {
      x: [N, G * H],
      weight: [G * H, R],
      h0: [B, R],
      ...when(kind === 'lstm', { c0: [B, H] }),
      ...when(has('projection'), { projection: [R, H] }),
      ...when(has('peephole'), { peephole: [G - 1, H] }),
      ...when(has('gain'), { gain: [G * H] }),
      ...when(has('cellGain'), { cellGain: [H], cellBias: [H] }),
      ...when(has('candidateBias'), { candidateBias: [H] }),
      ...when(jordan, { outputWeight: [R, H], outputBias: [R] }),
    },
    masks: {
      ...when(has('recurrentMask'), { recurrentMask: [B, R] }),
      ...when(has('zoneoutH'), { zoneoutH: [N, R] }),
      ...when(has('zoneoutC'), { zoneoutC: [N, H] }),
    },
  };
}

/** Runs a case's sweep on tensors by name. */
export function runSweep(
  { kind, options }: SweepCase,
  structure: Structure,
  inputs: Inputs,
  extra: {
    readonly trace?: boolean;
    readonly fresh?: boolean;
    readonly watch?: (...gradients: Tensor[]) => void;
  } = {},
): Run {
  const { x, weight, h0 } = inputs;
  const common = { ...inputs, ...extra, x, weight, h0, reverse: options.includes('reverse') };
  if (kind === 'lstm') {
    const coupled = options.includes('coupled');
    const { y, hn, cn, trace } = lstmSweep(structure, { ...common, c0: inputs.c0, coupled });
    return { y, final: [hn, cn], trace };
  }
  if (kind === 'gru') {
    const reset = options.includes('before') ? 'before' : 'after';
    const { y, hn, trace } = gruSweep(structure, { ...common, reset });
    return { y, final: [hn], trace };
  }
  const { y, hn, trace } = rnnSweep(structure, {
    ...common,
    activation: options.includes('relu') ? 'relu' : 'tanh',
    outputActivation: options.includes('outTanh')
      ? 'tanh'
      : options.includes('outSigmoid')
        ? 'sigmoid'
        : 'identity',
  });
  return { y, final: [hn], trace };
}
