import { fail } from '../../support/errors.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Cell, outputName, type State } from '../cells/cell.ts';
import { type LinearLayer, linearLayer } from '../layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../parameters.ts';
import type { StackState } from '../stack/recurrentStack.ts';

export const bridgeKinds = ['copy', 'linear', 'tanh'] as const;

/** How the decoder's first state is made from the encoder's last. */
export type BridgeKind = (typeof bridgeKinds)[number];

export interface Bridge {
  readonly parameters: Parameters;
  /** The encoder's final states to the decoder's first ones: a row per sequence, in the caller's order. */
  run(final: StackState): StackState;
}

/**
 * From an encoder's final states to a decoder's first ones. A state of the decoder's layer l is made from the state of the
 * same name (or else the output) of the encoder's layer l (or else its last), both directions side by side: as it is, or
 * W s + b, or tanh(W s + b) (Bahdanau et al., 2014). Throws `bad-argument` where a copy does not fit.
 */
export function bridge(
  context: Context,
  {
    kind,
    encoder,
    decoder,
    stream,
  }: {
    readonly kind: BridgeKind;
    readonly encoder: readonly (readonly Cell[])[];
    readonly decoder: readonly (readonly Cell[])[];
    readonly stream: Stream;
  },
): Bridge {
  const layers = decoder.map(([cell], l) => {
    const layer = Math.min(l, encoder.length - 1);
    const read = encoder[layer];
    return Object.entries(cell.stateSizes).map(([name, size], place) => {
      const source = name in read[0].stateSizes ? name : outputName(read[0]);
      const width = read.reduce((sum, { stateSizes }) => sum + stateSizes[source], 0);
      if (kind === 'copy' && width !== size) {
        const what = `the encoder's state ${source} of layer ${layer} has ${width} units, the decoder's ${name} of layer ${l} has ${size}`;
        fail('bad-argument', 'bridge', what, 'Make both as wide, or choose the bridge linear or tanh');
      }
      const map: LinearLayer | undefined =
        kind === 'copy'
          ? undefined
          : linearLayer(context, { inputSize: width, outputSize: size, stream: substream(stream, l, place) });
      return { name, layer, source, map, key: `${name}_l${l}` };
    });
  });
  const made = ({ layer, source, map }: (typeof layers)[number][number], final: StackState): Tensor => {
    const states = final[layer].map((state) => state[source]);
    const joined = states.length === 1 ? states[0] : concatenate(states, 1);
    const mapped = map ? map.run(joined) : joined;
    return kind === 'tanh' ? tanh(mapped) : mapped;
  };
  return {
    parameters: joinParameters(
      Object.fromEntries(layers.flat().flatMap(({ key, map }) => (map ? [[key, map]] : []))),
    ),
    run: (final) =>
      layers.map((states) => [
        Object.fromEntries(states.map((state) => [state.name, made(state, final)])) satisfies State,
      ]),
  };
}
