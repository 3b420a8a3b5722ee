import { fail } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { readTagData, type TagData } from './data.ts';
import { fit } from './fit.ts';
import { outputs, schemes, tagFormats, type TagOptions } from './options.ts';
import { checkStored } from './storedTagger.ts';
import { type SentenceWithTags, type Tagged, tagger } from './tagger.ts';

const reading: readonly TaskOption[] = [
  { name: 'format', kind: 'choice', choices: tagFormats, help: 'how files are read (by their content)' },
  {
    name: 'column',
    kind: 'text',
    help: 'where tags stand: a number, -1 for the last, or upos, xpos, feats, deprel',
  },
  { name: 'tokenColumn', kind: 'count', help: 'the column of the tokens' },
  { name: 'skipBad', kind: 'flag', help: 'leave out bad sentences and count them' },
];

const known = (model: ModelManifest | undefined): ReturnType<typeof checkStored>['vocabulary'] | undefined =>
  model && checkStored(model).vocabulary;

const jsonOf = (sentences: readonly Tagged[]): Json => JSON.parse(JSON.stringify({ sentences })) as Json;

/** A line per token: token, tag, confidence; the label of a sentence, and other paths, as comments before it. */
const textOf = (sentences: readonly Tagged[]): string =>
  sentences
    .map(({ tokens, tags, confidence, label, labelConfidence = 0, best = [] }) =>
      [
        ...(label === undefined ? [] : [`# label = ${label} (${labelConfidence.toFixed(3)})`]),
        ...best.map((path, k) => `# best ${k + 1} = ${path.tags.join(' ')} (${formatNumber(path.score)})`),
        ...tokens.map((token, t) => `${token}\t${tags[t]}\t${confidence[t].toFixed(3)}`),
      ].join('\n'),
    )
    .join('\n\n');

/** Recurrent taggers: a label for each token, and one for the sentence where the data has them. */
export const task: Task<TagData, TagOptions> = {
  name: 'tag',
  summary: 'learn to label each word of a sentence: parts of speech, names, chunks, slots and intents',
  example: 'npx unrolled train tag train.conllu --valid dev.conllu --out tagger',
  options: [
    { name: 'output', kind: 'choice', choices: outputs, help: 'score whole sentences, or each token alone' },
    { name: 'scheme', kind: 'choice', choices: schemes, help: 'how tags mark spans' },
    { name: 'wordSize', kind: 'count', help: 'width of the vectors of words' },
    { name: 'characterSize', kind: 'count', help: 'width of the vectors of characters' },
    { name: 'characterHidden', kind: 'count', help: 'units that read the characters, in each direction' },
    {
      name: 'wordDropout',
      kind: 'number',
      help: 'a: a word seen n times is read as unknown with a / (a + n)',
    },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    {
      name: 'vectors',
      kind: 'text',
      help: 'pretrained vectors of words: GloVe, word2vec or fastText as text',
    },
    ...reading,
  ],
  cells: taskCells,
  needsInput: true,
  predictOptions: [
    ...reading,
    { name: 'best', kind: 'count', help: 'give the N best sequences of tags (1)' },
  ],
  evaluateOptions: reading,
  defaults: {
    cell: 'lstm',
    hidden: 128,
    layers: 1,
    bidirectional: true,
    dropout: 0.4,
    epochs: 15,
    batch: 16,
    lr: 0.003,
    seed: 1,
    valid: 0.1,
    output: 'crf',
    scheme: 'by the tags',
    wordSize: '100, or that of the vectors',
    characterSize: 32,
    characterHidden: 32,
    wordDropout: 0.25,
    clip: 5,
    format: 'by the content',
    column: 'the last; in CoNLL-U upos',
    tokenColumn: '1; in CoNLL-U 2',
  },
  read: (platform: Platform, paths, options, model, from) =>
    readTagData(platform, paths, options, { model: known(model), from: known(from) }),
  fit,
  async open(model, engine): Promise<Predictor<TagData>> {
    const opened = await tagger(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ sentences, valid, name }) {
        const scored = valid.length > 0 ? valid : sentences;
        const without = scored.find(({ tags }) => tags === undefined);
        if (without)
          fail('bad-data', name, 'its tokens have no tags', 'Give a file with a tag for each token');
        return opened.evaluate(scored as readonly SentenceWithTags[], { skipBad: true });
      },
      async predict(data, given) {
        if (data === undefined)
          fail('bad-argument', 'predict', 'there is nothing to tag', 'Give a file, or - for standard input');
        const best = typeof given.best === 'number' ? given.best : 1;
        const tagged = opened.tag(
          data.sentences.map(({ tokens }) => tokens),
          { best },
        );
        return { json: jsonOf(tagged), text: () => textOf(tagged) };
      },
      subject(data, given) {
        if (data === undefined)
          fail('bad-argument', 'inspect', 'there is nothing to look at', 'Give a file of sentences');
        return opened.subject(data.sentences, given);
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
