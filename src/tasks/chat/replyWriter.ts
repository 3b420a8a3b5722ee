import { decoder } from '../../nn/decoder/decoder.ts';
import type { Writer } from '../../nn/decoder/nextScores.ts';
import type { Embedding } from '../../nn/layers/embedding.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { linearCrossEntropy } from '../../tensor/losses/linearCrossEntropy.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { fromSymbols } from '../../tensor/ragged/fromSymbols.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { ChatArchitecture, ChatModel } from './chatModel.ts';
import type { History } from './dialogEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';
import { places } from './places.ts';

/** Writes replies symbol by symbol. */
export interface ReplyWriter extends Writer<History>, Pick<ChatModel, 'parameters' | 'loss'> {
  readonly mode: 'generate';
}

/**
 * A decoder that reads vectors of the words that the encoder reads too, and writes what these vectors score highest (Press
 * and Wolf, 2017): what it attends to is near to what it is to write.
 */
export function replyWriter(
  context: Context,
  { symbols, embedding, cell, hidden, layers, conditioning, dropout: rate }: ChatArchitecture,
  { words, history, seed }: { words: Embedding; history: HistoryEncoder; seed: number },
): ReplyWriter {
  const writer = decoder(context, {
    encoder: history,
    inputSize: embedding,
    hiddenSize: hidden,
    layers,
    cell,
    dropout: rate,
    conditioning: conditioning === 'none' ? 'first' : conditioning,
    bridge: 'tanh',
    seed,
    place: places.decoder,
  });
  const project = linearLayer(context, {
    inputSize: writer.outputSize,
    outputSize: embedding,
    bias: false,
    stream: stream(seed, places.output),
  });
  const { weight } = words.parameters;
  const bias = context.parameter(new Float32Array(symbols), [symbols]);
  const dropped = (x: Ragged, place: number, pass: Pass): Ragged => ({
    ...x,
    data: passDropout(x.data, {
      rate,
      pass,
      place,
      keys: () => x.structure.rowKeysOn(context, x.layout),
    }),
  });
  return {
    mode: 'generate',
    parameters: { ...joinParameters({ decoder: writer, project }), bias },
    decoder: writer,
    encode: (histories) => history.run(histories, inference),
    embed: words.run,
    scores: (output) => linear(project.run(output), weight, bias),
    loss({ histories, replies, ids }, pass = inference, { smoothing = 0 } = {}) {
      const packed = (from: number, to?: number): Ragged =>
        toPacked(
          fromSymbols(
            context,
            replies.map((reply) => reply.subarray(from, to)),
            ids && { ids },
          ),
        );
      const wanted = packed(1);
      const read = dropped(words.run(packed(0, -1)), places.words, pass);
      const states = writer.run(read, history.run(histories, pass, ids), { pass });
      const { data } = dropped(states, places.output, pass);
      return {
        loss: linearCrossEntropy(project.run(data), weight, bias, wanted.data, { smoothing }),
        tokens: wanted.structure.total,
      };
    },
  };
}
