import { fail } from '../../support/errors.ts';
import { drawing } from '../../tasks/searchOptions.ts';
import type { Talk } from '../../tasks/task.ts';
import { type CliCommand, type Host, writeLines } from '../host.ts';
import { modelArguments } from '../modelArguments.ts';
import { engineOf, isSet } from '../options/given.ts';
import type { Given } from '../options/optionSpec.ts';
import { engineOptions, jsonOption } from '../options/trainingOptions.ts';

const HELP = [
  '/reset          forget what was said',
  '/data TEXT      what a look-up has brought, as part of the talk',
  '/temperature X  draw words, above 1 wilder; 0: always the likeliest',
  '/trace          show how replies come about, or no longer',
  '/quit           end, as the end of the input does',
];

/** Options of predict that a whole talk has no use for. */
const ofFiles = ['format', 'skipBad', 'best', 'sample', 'beam', 'lengthPenalty'];

/** `chat <model>`: a line of the user, a line of the model, word by word as it is written. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, (task) => ({
      name: 'chat',
      description: 'Talks with a model of the task chat: each line of standard input gets a line.',
      operands: [{ name: 'model', help: 'the folder of the model' }],
      options: [
        ...(task?.predictOptions ?? []).filter(({ name }) => !ofFiles.includes(name)),
        ...engineOptions,
        jsonOption,
      ],
      examples: [
        'npx unrolled chat unrolled-chat',
        "printf 'hello\\n' | npx unrolled chat unrolled-chat --json",
      ],
      notes: ['In the talk:', ...HELP.map((line) => `  ${line}`)],
    }));
    if (asked === undefined) return 0;
    const { folder, model, task, given } = asked;
    const predictor = await task.open(model, engineOf(given));
    try {
      if (predictor.talk === undefined) {
        const remedy = `Ask it with npx unrolled predict ${folder}.`;
        fail('bad-argument', folder, `a model of the task ${task.name} does not talk`, remedy);
      }
      await talkWith(host, predictor.talk(), given);
    } finally {
      predictor.close();
    }
    return 0;
  },
};

async function talkWith(host: Host, talk: Talk, given: Given): Promise<void> {
  const { process } = host.platform;
  const { json: _, ...first } = given;
  const isJson = isSet(given, 'json');
  const isTyped = process.inputIsTerminal && !isJson;
  const prompt = (): void => {
    if (isTyped) process.out('> ');
  };
  /** What is not a reply goes beside the replies. */
  const say = (...lines: readonly string[]): void => process.error(`${lines.join('\n')}\n`);
  // Any option of drawing says that words are drawn.
  let options: Given = drawing.some((name) => name in first) ? { ...first, sample: true } : first;
  if (isTyped) say('/help shows what can be said beside words.');
  prompt();
  for await (const line of process.inputLines()) {
    const [, name, rest = ''] = /^\/(\S*)\s*(.*)$/.exec(line.trim()) ?? [];
    if (name === 'quit') return;
    if (name !== undefined) options = obey(talk, name, rest.trim(), options, say);
    else if (line.trim() !== '') reply(host, talk, line, options, isJson);
    else if (isJson) process.out(`${JSON.stringify({ user: '', reply: '' })}\n`);
    else if (!isTyped) writeLines(host, '');
    prompt();
  }
  if (isTyped) process.out('\n');
}

function reply(host: Host, talk: Talk, line: string, options: Given, isJson: boolean): void {
  if (isJson) {
    host.platform.process.out(`${JSON.stringify(talk.reply(line.trim(), options).json)}\n`);
    return;
  }
  let written = '';
  const onText = (text: string): void => {
    if (!text.startsWith(written)) return;
    host.platform.process.out(text.slice(written.length));
    written = text;
  };
  const { text, trace = [] } = talk.reply(line.trim(), options, onText);
  writeLines(host, text.slice(written.length), ...trace);
}

/** Does what a line that begins with / says, and gives the options from then on. */
function obey(
  talk: Talk,
  name: string,
  rest: string,
  options: Given,
  say: (...lines: readonly string[]) => void,
): Given {
  switch (name) {
    case 'help':
      say(...HELP);
      return options;
    case 'reset':
      talk.reset();
      say('What was said is forgotten.');
      return options;
    case 'data':
      if (rest === '') say('Nothing was looked up: /data TEXT.');
      else talk.tell(rest);
      return options;
    case 'trace': {
      const { trace, ...others } = options;
      say(trace === true ? 'No traces any more.' : 'Traces from now on.');
      return trace === true ? others : { ...others, trace: true };
    }
    case 'temperature': {
      const temperature = Number(rest);
      if (rest === '' || !(temperature >= 0 && Number.isFinite(temperature))) {
        say(`The temperature is a number of at least 0, not ${JSON.stringify(rest)}.`);
        return options;
      }
      say(
        temperature === 0
          ? 'The likeliest words from now on.'
          : `Words are drawn at temperature ${temperature}.`,
      );
      return { ...options, sample: true, temperature };
    }
    default:
      say(`There is no /${name}. /help shows what there is.`);
      return options;
  }
}
