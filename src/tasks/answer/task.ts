import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { badLines } from '../../data/tags/badLines.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { type Answer, answerer } from './answerer.ts';
import { answerText } from './answerText.ts';
import { type AnswerData, answeredQuestions, readAnswerData } from './data.ts';
import { fit } from './fit.ts';
import type { AnswerLexicon } from './lexicon.ts';
import type { AnswerOptions } from './options.ts';
import { checkStored } from './storedAnswerer.ts';

const skipBad: TaskOption = { name: 'skipBad', kind: 'flag', help: 'leave out what is bad and count it' };

const known = (model: ModelManifest | undefined): AnswerLexicon | undefined =>
  model && checkStored(model).vocabulary;

const jsonOf = (answers: readonly Answer[]): Json => JSON.parse(JSON.stringify({ answers })) as Json;

/** Recurrent networks that read a story and answer questions about it. */
export const task: Task<AnswerData, AnswerOptions> = {
  name: 'answer',
  summary: 'learn to answer questions about stories, and to say which facts the answer rests on',
  example: 'npx unrolled train answer qa1_train.txt --out answerer',
  options: [
    { name: 'hops', kind: 'count', help: 'how often the question attends over the facts' },
    {
      name: 'attendWords',
      kind: 'flag',
      help: 'attend over the words of the facts, not over the facts as a whole',
    },
    { name: 'wordSize', kind: 'count', help: 'width of the vectors of words' },
    {
      name: 'wordDropout',
      kind: 'number',
      help: 'a: a word of n sentences is read as unknown with a / (a + n)',
    },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    skipBad,
  ],
  cells: taskCells,
  needsInput: true,
  predictOptions: [
    skipBad,
    { name: 'best', kind: 'count', help: 'give the N likeliest answers (1)' },
    { name: 'ablate', kind: 'flag', help: 'say how sure the answer is without each fact' },
  ],
  evaluateOptions: [skipBad],
  defaults: {
    cell: 'gru',
    hidden: 64,
    layers: 2,
    hops: 3,
    bidirectional: true,
    dropout: 0.1,
    wordSize: 64,
    wordDropout: 0.1,
    epochs: 30,
    batch: 32,
    lr: 0.003,
    clip: 5,
    seed: 1,
    valid: 0.1,
  },
  read: (platform: Platform, paths, options, model, from) =>
    readAnswerData(platform, paths, options, { model: known(model), from: known(from) }),
  fit,
  async open(model, engine): Promise<Predictor<AnswerData>> {
    const opened = await answerer(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ questions, valid }, given) {
        const bad = badLines(given.skipBad === true);
        return opened.score(answeredQuestions(valid.length > 0 ? valid : questions, bad));
      },
      async predict(data, given) {
        if (data === undefined)
          fail(
            'bad-argument',
            'predict',
            'there is nothing to answer',
            'Give a file, or - for standard input',
          );
        const best = typeof given.best === 'number' ? given.best : 1;
        const answers = opened.read(data.questions, { best, ablate: given.ablate === true });
        return { json: jsonOf(answers), text: () => answerText(answers) };
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
