import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { Predictor, Task } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { readTextData, type TextData } from './data.ts';
import { fit } from './fit.ts';
import { type GenerateOptions, optimizers, units } from './options.ts';
import { type GenerationOptions, textGenerator } from './textGenerator.ts';
import { warnOfTrained } from './trainedText.ts';

type Given = Readonly<Record<string, Json>>;

const number = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** Generation options from a command line's. */
function generationOptions(given: Given, prompt: string | undefined): GenerationOptions {
  const all = {
    prompt: typeof given.prompt === 'string' ? given.prompt : prompt,
    length: number(given.length),
    temperature: number(given.temperature),
    topK: number(given.topK),
    topP: number(given.topP),
    seed: number(given.seed),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const samplingOptions: Task<TextData, GenerateOptions>['predictOptions'] = [
  { name: 'prompt', kind: 'text', help: 'text to go on from' },
  { name: 'length', kind: 'count', help: 'symbols to generate (500)' },
  { name: 'temperature', kind: 'number', help: 'below 1 bolder, above 1 wilder, 0 always the likeliest (1)' },
  { name: 'topK', kind: 'count', help: 'draw from the K likeliest symbols only' },
  {
    name: 'topP',
    kind: 'fraction',
    help: 'draw from the likeliest symbols that together have probability P',
  },
  { name: 'seed', kind: 'count', least: 0, help: 'the same seed gives the same text (1)' },
];

/** Recurrent language models: text in, text like it out. */
export const task: Task<TextData, GenerateOptions> = {
  name: 'generate',
  summary: 'learn from a text to write more of it, character by character or word by word',
  example: 'npx unrolled train generate shakespeare.txt --epochs 5 --out bard',
  options: [
    { name: 'unit', kind: 'choice', choices: units, help: 'what the text is cut into' },
    { name: 'embedding', kind: 'count', help: 'width of the vectors that stand for symbols' },
    { name: 'tied', kind: 'flag', help: 'the output has the vectors of the symbols for its weights' },
    { name: 'context', kind: 'count', help: 'steps that the gradient goes back; the state is carried on' },
    { name: 'minCount', kind: 'count', help: 'symbols that occur less often are read as unknown' },
    { name: 'maxSymbols', kind: 'count', help: 'largest size of the vocabulary' },
    { name: 'optimizer', kind: 'choice', choices: optimizers, help: 'what moves the weights' },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    { name: 'weightDecay', kind: 'number', help: 'decay of the weights' },
  ],
  refuses: { bidirectional: 'A text is generated from left to right.' },
  cells: taskCells,
  predictOptions: samplingOptions,
  evaluateOptions: [
    {
      name: 'drift',
      kind: 'flag',
      help: 'how the loss grows where the model reads what it draws itself, by position',
    },
  ],
  defaults: {
    cell: 'lstm',
    hidden: 256,
    layers: 1,
    dropout: 0.1,
    epochs: '10, more for a short text',
    batch: 32,
    lr: '0.004 (sgd: 20)',
    seed: 1,
    valid: 0.1,
    unit: 'character',
    embedding: '48 (words: 128)',
    context: '96 (words: 35)',
    minCount: '1 (words: 2)',
    maxSymbols: 20_000,
    optimizer: 'adamw',
    clip: '1 (sgd: 0.25)',
    weightDecay: 0,
  },
  async read(platform: Platform, paths, options, model) {
    return readTextData(platform, paths, options, model !== undefined);
  },
  fit,
  async open(model, engine): Promise<Predictor<TextData>> {
    const generator = await textGenerator(model, engine);
    return {
      manifest: generator.manifest,
      async evaluate({ text, valid, name }, given) {
        if (valid === '' && text === '')
          fail('bad-data', name, 'there is no text', 'Give a text to evaluate on');
        const scored = valid === '' ? text : valid;
        const evaluation = generator.evaluate(scored, { drift: given.drift === true });
        const warning = await warnOfTrained(scored, generator.manifest);
        return { ...evaluation, notes: [...evaluation.notes, ...warning] };
      },
      async predict(data, given) {
        const options = generationOptions(given, data?.text);
        const text = await generator.generate(options);
        return { json: { prompt: options.prompt ?? null, text }, text: () => text };
      },
      subject(data, given) {
        if (data === undefined) fail('bad-argument', 'inspect', 'there is nothing to look at', 'Give a text');
        return generator.subject(data.text, given);
      },
      probe: async () => generator.probe(),
      generate: (given) => generator.stream(generationOptions(given, undefined)),
      close: generator.close,
    };
  },
};
