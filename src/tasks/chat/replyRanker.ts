import type { Embedding } from '../../nn/layers/embedding.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { joinParameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { lastState } from '../../nn/stack/lastState.ts';
import { stateSize } from '../../nn/stack/stateSize.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import { matmul } from '../../tensor/operations/matmul.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ChatArchitecture, ChatModel } from './chatModel.ts';
import type { History } from './dialogEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';
import { places } from './places.ts';
import { wordReader } from './wordReader.ts';

/** Says how well replies fit a history. */
export interface ReplyRanker extends Pick<ChatModel, 'parameters' | 'loss'> {
  readonly mode: 'rank';
  /** The vectors of replies, [M, D]. */
  vectors(replies: readonly Int32Array[], pass?: Pass): Tensor;
  /** The scores of M replies for each of R histories, [R, M]: the higher the better. */
  scores(histories: readonly History[], vectors: Tensor, pass?: Pass, ids?: readonly number[]): Tensor;
}

/**
 * A dual encoder (Lowe, Pow, Serban and Pineau, 2015): the score of a reply is the dot product of its vector, made by an
 * encoder of its own, with that of the history. It learns to tell the right reply from the others of a batch.
 */
export function replyRanker(
  context: Context,
  architecture: ChatArchitecture,
  { words, history, seed }: { words: Embedding; history: HistoryEncoder; seed: number },
): ReplyRanker {
  const { stack: encoder, read } = wordReader(context, architecture, { words, seed, place: places.reply });
  const query = linearLayer(context, {
    inputSize: stateSize(history.cells[history.cells.length - 1]),
    outputSize: encoder.outputSize,
    stream: stream(seed, places.context),
  });
  const vectors: ReplyRanker['vectors'] = (replies, pass = inference) =>
    lastState(read(replies, pass).final, encoder);
  const scores: ReplyRanker['scores'] = (histories, candidates, pass = inference, ids) => {
    const c = lastState(history.run(histories, pass, ids).final, history);
    return matmul(query.run(c), candidates, { transposeB: true });
  };
  return {
    mode: 'rank',
    parameters: joinParameters({ encoder, query }),
    vectors,
    scores,
    loss({ histories, replies, ids }, pass = inference) {
      const different = new Map<string, number>();
      const labels = replies.map((reply) => {
        const key = reply.join(' ');
        const label = different.get(key) ?? different.size;
        different.set(key, label);
        return label;
      });
      const firsts = [...new Set(labels)].map((label) => replies[labels.indexOf(label)]);
      const wanted = context.tensor(labels, [labels.length], 'int32');
      return {
        loss: crossEntropy(scores(histories, vectors(firsts, pass), pass, ids), wanted),
        tokens: labels.length,
      };
    },
  };
}
