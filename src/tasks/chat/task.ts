import { dialogFormats } from '../../data/dialog/readDialogs.ts';
import { units } from '../../data/text/coder/units.ts';
import { conditionings } from '../../nn/decoder/decoder.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { drawingOptions, givenSearch, searchOptions } from '../searchOptions.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { chatbot } from './chatbot.ts';
import type { ChatData } from './data.ts';
import { fit } from './fit.ts';
import { type ChatOptions, keepUnit, MAX_TOKENS, modes } from './options.ts';
import { readChatData } from './readChatData.ts';
import { replyLines, traceLines } from './replyLines.ts';
import { checkStored } from './storedChat.ts';

const reading: readonly TaskOption[] = [
  { name: 'format', kind: 'choice', choices: dialogFormats, help: 'how files are read' },
  { name: 'skipBad', kind: 'flag', help: 'leave out bad dialogs and count them' },
];

const writings = { one: 'reply', many: 'replies', beam: 1 };
const searching = searchOptions(writings);

/** A copy as plain data, without what is undefined. */
const plainData = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Recurrent networks that talk. */
export const task: Task<ChatData, ChatOptions> = {
  name: 'chat',
  summary: 'learn to reply from dialogs, by writing or by choosing replies, and talk',
  example: 'npx unrolled train chat dialogs.jsonl --out talker',
  options: [
    { name: 'mode', kind: 'choice', choices: modes, help: 'write replies, or choose among candidates' },
    {
      name: 'hierarchical',
      kind: 'flag',
      help: 'read turn by turn: a recurrence over the words of each, another over turns',
    },
    { name: 'turns', kind: 'count', help: 'turns that are read before a reply, unless hierarchical' },
    { name: 'unit', kind: 'choice', choices: units, help: 'what a symbol is' },
    { name: 'lowercase', kind: 'flag', help: 'read and write small letters only' },
    { name: 'vocabulary', kind: 'count', help: 'the most symbols of the vocabulary' },
    { name: 'minCount', kind: 'count', help: 'symbols that occur less often are read as unknown' },
    { name: 'embedding', kind: 'count', help: 'width of the vectors of symbols' },
    {
      name: 'conditioning',
      kind: 'choice',
      choices: conditionings,
      help: 'where the decoder sees the history: its first state, every step, or by attention before or after a step',
    },
    { name: 'smoothing', kind: 'fraction', help: 'share of the target spread over all symbols' },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    { name: 'maxTokens', kind: 'count', help: 'the most symbols of a turn to train on' },
    {
      name: 'candidates',
      kind: 'text',
      help: 'a file of replies to choose from, beside those of the dialogs',
    },
    { name: 'slots', kind: 'text', help: 'a file of values that are read and written as [slot]' },
    ...reading,
  ],
  cells: taskCells,
  needsInput: true,
  predictOptions: [
    ...reading,
    ...searching,
    { name: 'best', kind: 'count', help: 'give the N best replies (1)' },
    { name: 'trace', kind: 'flag', help: 'show the state of the dialog, and what was attended to' },
    ...drawingOptions(writings),
  ],
  evaluateOptions: [...reading, ...searching],
  defaults: {
    mode: 'generate',
    turns: 6,
    unit: 'word',
    vocabulary: 20_000,
    minCount: 1,
    embedding: 64,
    cell: 'gru',
    hidden: 128,
    layers: 1,
    bidirectional: true,
    conditioning: 'luong',
    dropout: 0.2,
    smoothing: 0,
    epochs: 20,
    batch: 16,
    lr: 0.003,
    clip: 5,
    maxTokens: MAX_TOKENS,
    seed: 1,
    valid: 0.1,
    format: 'by the content',
  },
  read(platform, paths, options, model, from) {
    const known = from && checkStored(from).knowledge;
    return readChatData(platform, paths, keepUnit(options, known?.text.unit), model !== undefined);
  },
  fit,
  async open(model, engine): Promise<Predictor<ChatData>> {
    const opened = await chatbot(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ dialogs, valid }, given) {
        return opened.score(valid.length > 0 ? valid : dialogs, {
          ...givenSearch(given),
          skipBad: given.skipBad === true,
        });
      },
      async predict(data, given) {
        if (data === undefined)
          fail(
            'bad-argument',
            'predict',
            'there is nothing to reply to',
            'Give a file, or - for standard input',
          );
        const replies = opened.answer(data.dialogs, givenSearch(given));
        return {
          json: plainData({ replies }),
          text: () => replies.flatMap(replyLines).join('\n'),
        };
      },
      talk() {
        const talk = opened.conversation();
        return {
          reply(text, given, onText) {
            const options = { ...givenSearch(given), ...(onText && { onText }) };
            const reply = talk.reply(text, options);
            const { trace } = reply;
            return {
              json: plainData({ user: text, reply: reply.text, ...reply, text: undefined }),
              text: reply.text,
              ...(trace && { trace: traceLines(trace) }),
            };
          },
          tell: talk.tell,
          reset: talk.reset,
        };
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
