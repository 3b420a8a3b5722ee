import { fail } from '../../support/errors.ts';
import { mapValues } from '../../support/mapValues.ts';
import type { Context } from '../../tensor/context.ts';
import { toArrays } from '../../tensor/ragged/toArrays.ts';
import { noGradient } from '../../tensor/tape.ts';
import { formatShape, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import type { TranslateModel } from './translateModel.ts';

/** What an encoder makes of a text, as plain numbers: all that a decoder goes on from. */
export interface EncodedText {
  readonly text: string;
  /** The symbols that were read, with the end. */
  readonly source: readonly string[];
  /** By symbol: what the encoder puts out there, which is what attention reads. */
  readonly states: readonly (readonly number[])[];
  /** c, what the encoder ends with: what conditioning `every` reads. */
  readonly context: readonly number[];
  /** s(0): the decoder's states by layer, each by its name. */
  readonly state: readonly Readonly<Record<string, readonly number[]>>[];
}

/** `read`: the source as the encoder reads it. */
export const encodeText = (
  context: Context,
  { encode, decoder }: TranslateModel,
  read: Int32Array,
): Pick<EncodedText, 'states' | 'context' | 'state'> =>
  context.step(() =>
    noGradient(context, () => {
      const encoded = encode([read]);
      const { memory, state } = decoder.begin(encoded);
      return {
        states: toArrays(encoded.output)[0],
        context: Array.from(memory.context.toArray()),
        state: state.stack.map(([own]) => mapValues(own, (tensor) => Array.from(tensor.toArray()))),
      };
    }),
  );

/** A model whose decoder goes on from given numbers, whatever its encoder makes of the one source. Throws `bad-argument`. */
export function goingOnFrom(
  context: Context,
  model: TranslateModel,
  given: Pick<EncodedText, 'states' | 'context' | 'state'>,
): TranslateModel {
  const { decoder, encode } = model;
  const instead = (name: string, values: readonly number[], { shape }: Tensor): Tensor => {
    if (values.length === sizeOf(shape)) return context.tensor(values, shape);
    const what = `${name} has ${values.length} numbers, for ${formatShape(shape)}`;
    return fail('bad-argument', 'decode', what, `Give ${sizeOf(shape)}`);
  };
  return {
    ...model,
    encode(...sources) {
      const encoded = encode(...sources);
      const { output } = encoded;
      return { ...encoded, output: { ...output, data: instead('states', given.states.flat(), output.data) } };
    },
    decoder: {
      ...decoder,
      begin(encoded) {
        const { memory, state } = decoder.begin(encoded);
        const stack = state.stack.map(([own], l) => [
          mapValues(own, (tensor, name) =>
            instead(`state ${name} of layer ${l}`, given.state[l]?.[name] ?? [], tensor),
          ),
        ]);
        return {
          memory: { ...memory, context: instead('context', given.context, memory.context) },
          state: { ...state, stack },
        };
      },
    },
  };
}
