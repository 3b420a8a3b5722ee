import type { Dialog } from '../../data/dialog/dialog.ts';
import type { Coder } from '../../data/text/coder/coder.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { nextScores } from '../../nn/decoder/nextScores.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ChatModel } from './chatModel.ts';
import type { DialogEncoder } from './dialogEncoder.ts';
import type { ChatKnowledge } from './knowledge.ts';
import { slotReader } from './slotReader.ts';

/** How many probes, their turns and the characters of each at most, and how many scores of each are kept. */
const PROBES = 3;
const TURNS = 4;
const LENGTH = 60;
const SCORES = 32;

/** The log-probabilities of the first symbol of a reply to turns of the user, or the scores of the first candidates: a few. */
export function probeModel(
  context: Context,
  { replier }: Pick<ChatModel, 'replier'>,
  encode: DialogEncoder,
  { begin, encode: symbolsOf, end }: Coder,
  { candidates = [] }: Pick<ChatKnowledge, 'candidates'>,
  input: readonly string[],
): number[] {
  const dialog = encode({ turns: input.map((text) => ({ speaker: 'user', text })) });
  const history = { dialog, until: input.length };
  return context.step(() =>
    noGradient(context, () => {
      if (replier.mode === 'generate') {
        const next = nextScores(context, replier, [history], []);
        return next(Int32Array.of(begin), Int32Array.of(0), ({ rows }) =>
          Array.from(rows.subarray(0, SCORES)),
        );
      }
      const some = candidates.slice(0, SCORES).map((text) => Int32Array.of(begin, ...symbolsOf(text), end));
      return Array.from(replier.scores([history], replier.vectors(some)).toArray());
    }),
  );
}

/** The first turns of dialogs of the training data with the model's scores. */
export function probesOf(
  context: Context,
  model: Pick<ChatModel, 'replier'>,
  encode: DialogEncoder,
  coder: Coder,
  knowledge: ChatKnowledge,
  dialogs: readonly Dialog[],
): ModelManifest['probes'] {
  const plain = slotReader(knowledge.slots);
  return dialogs.slice(0, PROBES).map(({ turns }) => {
    const input = turns.slice(0, TURNS).map(({ text }) => plain(text).text.slice(0, LENGTH));
    return { input, output: probeModel(context, model, encode, coder, knowledge, input) };
  });
}
