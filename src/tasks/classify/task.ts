import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import type { Classified } from './classified.ts';
import { classifier } from './classifier.ts';
import { type ClassifyData, readClassifyData } from './data.ts';
import { fit } from './fit.ts';
import { classWeightings, type ClassifyOptions, gridLayers, layouts, poolings, units } from './options.ts';
import { checkStored } from './storedClassifier.ts';
import { streamLines } from './streamLines.ts';

const skipBad: TaskOption = { name: 'skipBad', kind: 'flag', help: 'leave out bad sequences and count them' };

/** A line per sequence: its name where it has one, label, probability, and the classes that follow. */
const textOf = (names: readonly string[], answers: readonly Classified[]): string =>
  answers
    .map(({ label, labels, confidence, probabilities }, k) => {
      const others = Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
      const rest = others.slice(labels ? 0 : 1, 3).map(([name, p]) => `${name} ${p.toFixed(3)}`);
      return [
        ...(names[k] === '' ? [] : [names[k]]),
        labels ? labels.join(' ') || '-' : label,
        ...(labels ? [] : [confidence.toFixed(3)]),
        rest.join(', '),
      ].join('\t');
    })
    .join('\n');

/** Recurrent classifiers: a label for each sequence. */
export const task: Task<ClassifyData, ClassifyOptions> = {
  name: 'classify',
  summary: 'learn to label whole sequences: texts, series of one or many channels, or pictures',
  example: 'npx unrolled train classify strokes.csv --label digit --out digits',
  options: [
    { name: 'layout', kind: 'choice', choices: layouts, help: 'how files hold sequences (by their content)' },
    { name: 'label', kind: 'text', help: 'the column of labels: its name, or its number, -1 for the last' },
    { name: 'id', kind: 'text', help: 'the column that names the sequence of a row' },
    { name: 'time', kind: 'text', help: 'the column of times, which increase' },
    { name: 'text', kind: 'text', help: 'the column of texts' },
    { name: 'channels', kind: 'list', help: 'the columns of numbers, or what their names begin with' },
    {
      name: 'separator',
      kind: 'text',
      help: 'what stands between the labels of a sequence that may have several',
    },
    { name: 'unit', kind: 'choice', choices: units, help: 'what texts are split into' },
    { name: 'minCount', kind: 'count', help: 'symbols that occur less often are read as unknown' },
    { name: 'embedding', kind: 'count', help: 'width of the vectors of symbols' },
    {
      name: 'pooling',
      kind: 'choice',
      choices: poolings,
      help: 'how the states of all steps become one vector',
    },
    {
      name: 'classWeights',
      kind: 'choice',
      choices: classWeightings,
      help: 'balanced: rare classes count as much',
    },
    {
      name: 'chrono',
      kind: 'count',
      least: 2,
      help: 'biases of an LSTM or GRU for memories of up to N steps',
    },
    {
      name: 'layerNorm',
      kind: 'flag',
      help: 'the sums in the gates of an LSTM or GRU are normalised',
    },
    { name: 'permute', kind: 'count', least: 0, help: 'read the steps in one order, drawn from this seed' },
    { name: 'grid', kind: 'choice', choices: gridLayers, help: 'what reads pictures' },
    { name: 'block', kind: 'count', help: 'pixels on a side of the blocks that pictures are cut into' },
    {
      name: 'jitter',
      kind: 'count',
      least: 0,
      help: 'pixels by which pictures are moved at random in training, at most',
    },
    { name: 'stable', kind: 'flag', help: 'memories in grids are mixtures, which do not grow' },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    skipBad,
  ],
  needsInput: true,
  predictOptions: [
    skipBad,
    {
      name: 'stream',
      kind: 'flag',
      help: 'answer after each step that comes on standard input, a line each',
    },
  ],
  evaluateOptions: [skipBad],
  defaults: {
    cell: 'lstm',
    hidden: 64,
    layers: 1,
    bidirectional: false,
    dropout: 0.2,
    epochs: 20,
    batch: 32,
    lr: 0.003,
    seed: 1,
    valid: 0.1,
    layout: 'by the content',
    label: 'one that is called so, or the last',
    unit: 'word',
    minCount: '2 for words, 1 for characters',
    embedding: 64,
    pooling: 'last for numbers, max for texts, mean for pictures',
    classWeights: 'none',
    grid: 'mdlstm',
    block: 2,
    layerNorm: false,
    stable: false,
    jitter: 0,
    clip: 1,
  },
  read: (platform, paths, options, model, from) =>
    readClassifyData(platform, paths, options, {
      model: model && checkStored(model).vocabulary,
      from: from && checkStored(from).vocabulary,
    }),
  fit,
  async open(model, engine): Promise<Predictor<ClassifyData>> {
    const opened = await classifier(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ sequences, valid }) {
        const scored = valid.length > 0 ? valid : sequences;
        const without = scored.find(({ labels }) => labels === undefined);
        if (without) {
          const where = `${without.file}, line ${without.line}`;
          fail('bad-data', where, 'the sequence has no label', 'Give a file with a label for each');
        }
        return opened.evaluateRead(scored, true);
      },
      async predict(data) {
        if (data === undefined)
          fail(
            'bad-argument',
            'predict',
            'there is nothing to classify',
            'Give a file, or - for standard input',
          );
        const answers = opened.classifyRead(data.sequences);
        const ids = data.sequences.map(({ id }) => id);
        const named = answers.map((answer, k) => ({ ...(ids[k] !== '' && { id: ids[k] }), ...answer }));
        return {
          json: JSON.parse(JSON.stringify({ sequences: named })) as Json,
          text: () => textOf(ids, answers),
        };
      },
      subject(data, given) {
        if (data === undefined)
          fail('bad-argument', 'inspect', 'there is nothing to look at', 'Give a file of sequences');
        return opened.subjectRead(data.sequences, given);
      },
      stream: (lines) => streamLines(opened, lines),
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
