import { embedding } from '../../nn/layers/embedding.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters } from '../../nn/parameters.ts';
import type { Pass } from '../../nn/pass.ts';
import { carriedStack } from '../../nn/stack/carriedStack.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { NumberInput, TextInput } from './classes.ts';
import type { Batch, Encoded, Encoder, EncoderStream } from './encoder.ts';
import { numberReader, orderOf, widthOf } from './numberReader.ts';
import type { ClassPooling } from './options.ts';
import { statePool } from './statePool.ts';

/** What decides the shapes of the recurrent part of a classifier, with its input: part of model.json. */
export type RecurrentArchitecture = {
  readonly kind: 'recurrent';
  readonly cell: CellChoice;
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly pooling: ClassPooling;
  /** Width of the vectors of symbols; of no use where numbers are read. */
  readonly embedding: number;
  /** Rate of dropout on the vectors of symbols and between layers. */
  readonly dropout: number;
};

/** Where random masks and weights are keyed; the stack uses the places from STACK on. */
const INPUT = 0;
const SYMBOLS = 1;
const POOL = 2;
const STACK = 16;

/** A recurrent network over the steps, whose states are pooled. */
export function recurrentEncoder(
  context: Context,
  architecture: RecurrentArchitecture,
  input: TextInput | NumberInput,
  seed: number,
): Encoder {
  const { cell, hidden, layers, bidirectional, pooling, dropout: rate } = architecture;
  const symbols =
    input.kind === 'text'
      ? embedding(context, {
          symbols: input.symbols.length,
          size: architecture.embedding,
          stream: stream(seed, SYMBOLS),
          scale: 0.5,
        })
      : undefined;
  const stack = recurrentStack(context, {
    inputSize: input.kind === 'text' ? architecture.embedding : widthOf(input),
    hiddenSize: hidden,
    layers,
    bidirectional,
    cell,
    dropout: rate,
    seed,
    place: STACK,
  });
  const size = stack.outputSize;
  const states = statePool(context, pooling, { size, bidirectional, stream: stream(seed, POOL) });
  const order = input.kind === 'numbers' ? orderOf(input) : undefined;

  /** What the network reads: [N, I]. */
  const vectorsOf = ({ contents, ids = contents.map((_, k) => k) }: Batch, pass: Pass): Ragged => {
    if (input.kind === 'numbers') return numbersOf(context, input, contents, ids, order);
    const lengths = contents.map(({ length }) => length);
    const all = Int32Array.from({ length: lengths.reduce((a, b) => a + b, 0) });
    let at = 0;
    for (const content of contents) {
      all.set(content, at);
      at += content.length;
    }
    const x = fromTyped(context, all, lengths, [], { ids });
    const vectors = symbols?.run(x) ?? x;
    const { data, structure, layout } = vectors;
    const keys = (): RowKeys => structure.rowKeysOn(context, layout);
    return { ...vectors, data: passDropout(data, { rate, pass, place: INPUT, keys }) };
  };

  const streamed = (): EncoderStream => {
    const carried = carriedStack(context, stack, 1);
    const running = states.running();
    const reader = input.kind === 'numbers' ? numberReader(input) : undefined;
    const vectorOf = (content: Encoded): Ragged => {
      if (reader === undefined || input.kind === 'text') {
        const symbol = fromTyped(context, Int32Array.from(content), [1]);
        return symbols?.run(symbol) ?? symbol;
      }
      const values = new Float32Array(widthOf(input));
      reader.read(content, 0, values, 0);
      return fromTyped(context, values, [1], [values.length]);
    };
    return {
      step(content) {
        const { output, final } = stack.run(vectorOf(content), { initial: carried.state });
        carried.keep(final);
        return running(output.data);
      },
      close: () => carried.dispose(),
    };
  };

  return {
    parameters: joinParameters({ ...(symbols && { symbols }), recurrent: stack, pool: states }),
    outputSize: size,
    run: (batch, pass) => states.run(stack.run(vectorsOf(batch, pass), { pass }).output),
    ...(!bidirectional && order === undefined && { stream: streamed }),
  };
}

/** Sequences of numbers as the network reads them. */
function numbersOf(
  context: Context,
  input: NumberInput,
  contents: readonly Encoded[],
  ids: readonly number[],
  order: Uint32Array | undefined,
): Ragged {
  const channels = input.channels.length;
  const width = widthOf(input);
  const lengths = contents.map(({ length }) => length / channels);
  const values = new Float32Array(lengths.reduce((a, b) => a + b, 0) * width);
  let at = 0;
  contents.forEach((content, k) => {
    const reader = numberReader(input);
    for (let t = 0; t < lengths[k]; t++) {
      reader.read(content, channels * (order ? order[t] : t), values, at);
      at += width;
    }
  });
  return fromTyped(context, values, lengths, [width], { ids });
}
