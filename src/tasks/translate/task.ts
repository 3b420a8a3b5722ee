import { pairFormats } from '../../data/parallel/readPairs.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { bridgeKinds } from '../../nn/decoder/bridge.ts';
import { conditionings } from '../../nn/decoder/decoder.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { AVERAGE } from '../sequenceTraining.ts';
import { drawingOptions, givenSearch, searchOptions } from '../searchOptions.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { alignmentReport } from './alignmentReport.ts';
import { MAX_TOKENS, readTranslateData, type TranslateData } from './data.ts';
import { fit } from './fit.ts';
import { keepUnits, scores, type TranslateOptions } from './options.ts';
import { decays } from './scheduledSampling.ts';
import { units } from '../../data/text/coder/units.ts';
import { checkStored, type Languages } from './storedTranslator.ts';
import type { TranslationOptions } from './translationOptions.ts';
import type { Alignment, Translation } from './translation.ts';
import { type Pair, translator } from './translator.ts';

const reading: readonly TaskOption[] = [
  { name: 'format', kind: 'choice', choices: pairFormats, help: 'how files are read' },
  { name: 'skipBad', kind: 'flag', help: 'leave out bad pairs and count them' },
];

const writings = { one: 'translation', many: 'translations', beam: 5 };
const searching: readonly TaskOption[] = [
  ...searchOptions(writings),
  { name: 'groups', kind: 'count', help: 'groups that share the beam and are to differ (1)' },
  {
    name: 'diversity',
    kind: 'number',
    help: 'what it costs a group to write what an earlier one does at the same step (0.5)',
  },
  {
    name: 'copyUnknown',
    kind: 'flag',
    help: 'write unknown symbols: each as that of the source that is attended to most',
  },
];

const known = (model: ModelManifest | undefined): Languages | undefined =>
  model && checkStored(model).languages;

type Given = Readonly<Record<string, Json>>;

/** The options of the search that were given. */
const searchOf = (given: Given): TranslationOptions => ({
  ...givenSearch(given),
  ...(given.copyUnknown === true && { copyUnknown: true }),
  ...(typeof given.prefix === 'string' && { prefix: given.prefix }),
});

/** A line per symbol: itself, the symbol of the source that it attended to most, that one's place and weight. */
const tracedLines = ({ source, target, weights }: Alignment): string[] =>
  target.map((symbol, t) => {
    if (!weights) return `  ${symbol}`;
    const top = weights[t].indexOf(Math.max(...weights[t]));
    return `  ${symbol}\t${source[top]}\t${top + 1}\t${weights[t][top].toFixed(3)}`;
  });

type Read = Translation & { readonly source: string };

/** A translation per line; where several were asked for, each on a line with its rank and score. */
const textOf = (translations: readonly Read[]): string =>
  translations
    .flatMap(({ text, best, trace }) => [
      ...(best ? best.map((other, k) => `${k + 1}\t${other.score.toFixed(3)}\t${other.text}`) : [text]),
      ...(trace ? tracedLines(trace) : []),
    ])
    .join('\n');

/** Recurrent encoder-decoders: a text in, another text out. */
export const task: Task<TranslateData, TranslateOptions> = {
  name: 'translate',
  summary:
    'learn to turn texts into other texts: translation, pronunciation, dates to ISO, commands to actions',
  example: 'npx unrolled train translate train.de train.en --valid dev.de --valid-target dev.en --out german',
  options: [
    { name: 'unit', kind: 'choice', choices: units, help: 'what a symbol is' },
    { name: 'sourceUnit', kind: 'choice', choices: units, help: 'what a symbol of sources is' },
    { name: 'targetUnit', kind: 'choice', choices: units, help: 'what a symbol of targets is' },
    { name: 'shared', kind: 'flag', help: 'one vocabulary and one table of vectors for both sides' },
    { name: 'lowercase', kind: 'flag', help: 'read and write small letters only' },
    { name: 'vocabulary', kind: 'count', help: 'the most symbols of a vocabulary' },
    { name: 'minCount', kind: 'count', help: 'symbols that occur less often are read as unknown' },
    { name: 'embedding', kind: 'count', help: 'width of the vectors of symbols' },
    {
      name: 'pyramid',
      kind: 'flag',
      help: 'every layer of the encoder but the first reads two steps of the one below as one',
    },
    { name: 'decoderHidden', kind: 'count', help: "units of the decoder's layers" },
    {
      name: 'conditioning',
      kind: 'choice',
      choices: conditionings,
      help: 'where the decoder sees the source: its first state, every step, or by attention before or after a step',
    },
    { name: 'score', kind: 'choice', choices: scores, help: 'how attention compares' },
    { name: 'inputFeeding', kind: 'flag', help: 'each step reads what the one before attended to' },
    {
      name: 'coverage',
      kind: 'number',
      help: 'additive attention reads what it has attended to; what attending there again costs (0: neither)',
    },
    {
      name: 'pointer',
      kind: 'flag',
      help: 'symbols may be copied from the source, also those that the vocabulary does not have',
    },
    {
      name: 'bridge',
      kind: 'choice',
      choices: bridgeKinds,
      help: "from the encoder's last state to the decoder's first",
    },
    {
      name: 'risk',
      kind: 'count',
      least: 0,
      help: 'go on --from a model by the risk of N translations that are drawn of each source: 1 less their BLEU',
    },
    { name: 'riskSharpness', kind: 'number', help: 'how much the likelier of them count before the others' },
    { name: 'smoothing', kind: 'fraction', help: 'share of the target spread over all symbols' },
    {
      name: 'samplingRate',
      kind: 'fraction',
      help: "share of the decoder's inputs that are its own symbols, at the end of training",
    },
    { name: 'samplingDecay', kind: 'choice', choices: decays, help: 'how it gets there' },
    {
      name: 'average',
      kind: 'fraction',
      help: 'decay of the moving average of the weights that is kept; 0: the weights of the last step',
    },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    { name: 'maxTokens', kind: 'count', help: 'the most symbols of a text to train on' },
    { name: 'validTarget', kind: 'text', help: 'the targets of --valid, where they are a file of their own' },
    ...reading,
  ],
  cells: taskCells,
  needsInput: true,
  together: 'models of the same vocabulary that translate together: the mean of their probabilities',
  predictOptions: [
    ...reading,
    ...searching,
    { name: 'best', kind: 'count', help: 'give the N likeliest translations (1)' },
    {
      name: 'trace',
      kind: 'flag',
      help: 'show what was attended to for each symbol; with --json also c and the states of both sides',
    },
    { name: 'prefix', kind: 'text', help: 'what every translation begins with' },
    ...drawingOptions(writings),
  ],
  evaluateOptions: [
    ...reading,
    ...searching,
    {
      name: 'drift',
      kind: 'flag',
      help: 'how the loss grows where the model reads its own symbols, by position',
    },
    {
      name: 'anyTarget',
      kind: 'flag',
      help: 'a source that comes several times counts once, any of its targets right',
    },
  ],
  defaults: {
    unit: 'word',
    vocabulary: 20_000,
    minCount: 1,
    embedding: 128,
    cell: 'lstm',
    hidden: 128,
    layers: 1,
    bidirectional: true,
    decoderHidden: 'as the encoder puts out',
    conditioning: 'luong',
    score: 'general; of bahdanau additive',
    coverage: 0,
    bridge: 'tanh',
    dropout: 0.3,
    risk: 0,
    riskSharpness: 0.005,
    smoothing: 0,
    samplingRate: 0,
    samplingDecay: 'linear',
    epochs: 12,
    batch: 64,
    lr: 0.002,
    average: AVERAGE,
    clip: 5,
    maxTokens: MAX_TOKENS,
    seed: 1,
    valid: 0.1,
    format: 'by the content',
  },
  read: (platform, paths, options, model, from) =>
    readTranslateData(platform, paths, keepUnits(options, known(from)), model !== undefined),
  fit,
  async open(model, engine, others = []): Promise<Predictor<TranslateData>> {
    const opened = await translator([model, ...others], engine);
    return {
      manifest: opened.manifest,
      async evaluate({ pairs, valid }, given) {
        const scored = valid.length > 0 ? valid : pairs;
        const alone = scored.find(({ target }) => target === undefined);
        if (alone) fail('bad-data', alone.place, 'it has no target', 'Give a target for each source');
        return opened.evaluate(scored as readonly Pair[], {
          ...searchOf(given),
          anyTarget: given.anyTarget === true,
          drift: given.drift === true,
        });
      },
      async predict(data, given) {
        if (data === undefined)
          fail(
            'bad-argument',
            'predict',
            'there is nothing to translate',
            'Give a file, or - for standard input',
          );
        const sources = data.pairs.map(({ source }) => source);
        const made = opened.translate(sources, searchOf(given));
        const translations = made.map((translation, k): Read => ({ source: sources[k], ...translation }));
        return {
          json: JSON.parse(JSON.stringify({ translations })) as Json,
          text: () => textOf(translations),
          html: () =>
            alignmentReport(sources, opened.translate(sources, { ...searchOf(given), trace: true })),
        };
      },
      subject(data, given) {
        const pairs = data?.pairs ?? [];
        const alone = pairs.find(({ target }) => target === undefined);
        if (alone) fail('bad-data', alone.place, 'it has no target', 'Give a target for each source');
        return opened.subject(pairs as readonly Pair[], given);
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
