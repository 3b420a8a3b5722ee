import { type Dialog, type Turn, usableDialog } from '../../data/dialog/dialog.ts';
import { leftOut } from '../../data/file/leftOut.ts';
import { coderOf } from '../../data/text/coder/side.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { asRead, type Turns, turnsOf } from './asRead.ts';
import { chatModel } from './chatModel.ts';
import { type Conversation, type ConversationOptions, conversation } from './conversation.ts';
import type { ReplyOptions } from './decoding.ts';
import { dialogEncoder } from './dialogEncoder.ts';
import { evaluateReplies, type Wanted } from './evaluateReplies.ts';
import { examplesOf } from './examples.ts';
import { probeModel } from './probes.ts';
import { replier, type Reply } from './replier.ts';
import { scoreExamples } from './scoreExamples.ts';
import { checkStored } from './storedChat.ts';

/** A trained model at work. */
export interface Chatbot {
  readonly task: 'chat';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** The reply to the turns of each dialog up to the last that is not the bot's; none to an empty text. Throws `bad-data`, `bad-argument`. */
  reply(dialogs: readonly Turns[], options?: ReplyOptions): Reply[];
  /** Begins a talk. */
  conversation(options?: ConversationOptions): Conversation;
  /**
   * Every reply of dialogs, each after what was really said before it: exact replies, dialogs and BLEU in percent, beside the
   * most frequent reply and that to the nearest turn. Throws `bad-data`.
   */
  evaluate(dialogs: readonly Turns[], options?: EvaluationOptions): Evaluation;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

export interface EvaluationOptions extends Omit<ReplyOptions, 'best' | 'trace'> {
  /** Dialogs without a reply are left out. */
  readonly skipBad?: boolean;
}

/** The same on dialogs as files give them. */
export interface OpenChatbot extends Chatbot {
  answer(dialogs: readonly Dialog[], options?: ReplyOptions): Reply[];
  score(dialogs: readonly Dialog[], options?: EvaluationOptions): Evaluation;
}

/** Opens a stored model that talks. Throws `bad-model`, `no-backend`. */
export async function chatbot(stored: StoredModel, engine: Engine = {}): Promise<OpenChatbot> {
  const { manifest } = stored;
  const { architecture, knowledge } = checkStored(manifest);
  const coder = coderOf(knowledge.text);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = chatModel(context, architecture, { seed: manifest.seed, end: coder.end });
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const encode = dialogEncoder(coder);
  const find = replier(context, model, { architecture, knowledge, coder, encode });
  const answer: OpenChatbot['answer'] = (dialogs, options = {}) => {
    const turns = dialogs.map(asked);
    const full = turns.flatMap((own, k) => (own[own.length - 1].text === '' ? [] : [k]));
    const found = find.replies(
      full.map((k) => turns[k]),
      options,
    );
    const replies: Reply[] = turns.map(() => ({ text: '', score: 0 }));
    full.forEach((k, place) => {
      replies[k] = found[place];
    });
    return replies;
  };
  const score: OpenChatbot['score'] = (given, { skipBad = false, ...options } = {}) => {
    const left = leftOut(skipBad);
    const dialogs = given.flatMap((dialog) => usableDialog(dialog, false, left));
    if (dialogs.length === 0) fail('bad-data', 'chat', 'there is no dialog', 'Give dialogs to evaluate on');
    const examples = examplesOf(dialogs, knowledge, coder, encode);
    const wanted = examples.flatMap((own, dialog) =>
      own.map(({ text, turn }): Wanted => ({ text, turn, dialog })),
    );
    const found = find.found(
      examples.flat().map(({ history }) => history),
      options,
    );
    return evaluateReplies(
      knowledge,
      architecture,
      wanted,
      found.map(([{ written }]) => written),
      {
        loss: scoreExamples(context, model, examples.flat()),
        cut: found.filter(([{ cut }]) => cut).length,
      },
    );
  };
  return {
    task: 'chat',
    model: stored,
    manifest,
    answer,
    score,
    reply: (dialogs, options) =>
      answer(
        dialogs.map((turns, k) => ({ turns: turnsOf(turns), place: `dialogs, dialog ${k + 1}` })),
        options,
      ),
    conversation: (options) => conversation(find, options),
    evaluate: (dialogs, options = {}) => score(asRead(dialogs, options.skipBad), options),
    probe: () =>
      manifest.probes.map(({ input }) =>
        probeModel(context, model, encode, coder, knowledge, input as string[]),
      ),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}

/** The turns up to the last that is not the bot's: what is to be replied to. Throws `bad-data` where there are none. */
function asked({ turns, place }: Dialog): readonly Turn[] {
  const until = turns.findLastIndex(({ speaker }) => speaker !== 'bot') + 1;
  if (until === 0)
    fail('bad-data', place, 'nothing is said that could be replied to', 'Give a turn of the user');
  return turns.slice(0, until);
}
