import type { ModelManifest } from '../../formats/model/manifest.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { readTranscribeData, type KnownTranscripts, type TranscribeData } from './data.ts';
import { fit } from './fit.ts';
import { type TranscribeOptions, units } from './options.ts';
import { checkStored } from './storedTranscriber.ts';
import { type Transcript, transcriber } from './transcriber.ts';
import { transcriptReport } from './transcriptReport.ts';

const reading: readonly TaskOption[] = [
  { name: 'labels', kind: 'text', help: 'a file of transcripts by id, for tables: TSV or CSV' },
  { name: 'id', kind: 'text', help: 'the column of ids in tables' },
  { name: 'skipBad', kind: 'flag', help: 'leave out bad sequences and count them' },
];

const beam: TaskOption = {
  name: 'beam',
  kind: 'count',
  help: 'prefixes that the search keeps; 1: the likeliest label of each step (8)',
};

const known = (model: ModelManifest | undefined): KnownTranscripts | undefined => model && checkStored(model);

type Read = Transcript & { readonly id: string };

const jsonOf = (sequences: readonly Read[]): Json =>
  JSON.parse(
    JSON.stringify({ sequences: sequences.map((sequence) => ({ ...sequence, probabilities: undefined })) }),
  ) as Json;

/** A line per sequence: id, transcript, confidence; below it other transcripts, and where each label stands. */
const textOf = (sequences: readonly Read[]): string =>
  sequences
    .flatMap(({ id, text, confidence, best = [], trace = [] }) => [
      `${id}\t${text}\t${confidence.toFixed(3)}`,
      ...best.slice(1).map((other, k) => `  best ${k + 2}\t${other.text}\t${other.confidence.toFixed(3)}`),
      ...trace.map(
        ({ label, start, end, probability }) => `  ${start}-${end - 1}\t${label}\t${probability.toFixed(3)}`,
      ),
    ])
    .join('\n');

/** Recurrent transcribers: labels of a sequence that is longer than they are, whose places nobody has marked. */
export const task: Task<TranscribeData, TranscribeOptions> = {
  name: 'transcribe',
  summary: 'learn to read sequences off longer ones: lines of writing in pictures, sounds, gestures, signals',
  example: 'npx unrolled train transcribe lines/ --out reader',
  options: [
    { name: 'unit', kind: 'choice', choices: units, help: 'what a label is' },
    { name: 'stack', kind: 'count', help: 'steps that are read as one' },
    { name: 'height', kind: 'count', help: 'the height that pictures are scaled to' },
    {
      name: 'jitter',
      kind: 'number',
      help: 'pixels by which pictures move up or down at random in training, at most',
    },
    {
      name: 'slant',
      kind: 'number',
      help: 'columns by which each row moves against the next at random, at most',
    },
    {
      name: 'stretch',
      kind: 'number',
      help: 'share by which they are drawn out or pressed together here and there, at most',
    },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    ...reading,
  ],
  cells: taskCells,
  needsInput: true,
  predictOptions: [
    ...reading.filter(({ name }) => name !== 'labels'),
    beam,
    { name: 'best', kind: 'count', help: 'give the N likeliest transcripts (1)' },
    { name: 'trace', kind: 'flag', help: 'show where each label stands, and how likely it is there' },
  ],
  evaluateOptions: [...reading, beam],
  defaults: {
    unit: 'character',
    stack: 'up to 4, as long as every transcript leaves room',
    height: 'the one that most pictures have',
    cell: 'lstm',
    hidden: 128,
    layers: 2,
    bidirectional: true,
    dropout: 0.3,
    jitter: 0,
    slant: 0,
    stretch: 0,
    epochs: 15,
    batch: 16,
    lr: 0.003,
    clip: 5,
    seed: 1,
    valid: 0.1,
    id: 'id, or the first one',
  },
  read: (platform, paths, options, model, from) =>
    readTranscribeData(platform, paths, options, { model: known(model), from: known(from) }),
  fit,
  async open(model, engine): Promise<Predictor<TranscribeData>> {
    const opened = await transcriber(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ sequences, valid }, given) {
        const held = valid.length > 0;
        return opened.score(held ? valid : sequences, {
          skipBad: held || given.skipBad === true,
          ...(typeof given.beam === 'number' && { beam: given.beam }),
        });
      },
      async predict(data, given) {
        if (data === undefined)
          fail(
            'bad-argument',
            'predict',
            'there is nothing to transcribe',
            'Give a file, or a folder of pictures',
          );
        const decoding = {
          ...(typeof given.beam === 'number' && { beam: given.beam }),
          ...(typeof given.best === 'number' && { best: given.best }),
        };
        const transcripts = opened.read(data.sequences, { ...decoding, trace: given.trace === true });
        const all = transcripts.map((transcript, k) => ({ id: data.sequences[k].id, ...transcript }));
        return {
          json: jsonOf(all),
          text: () => textOf(all),
          html() {
            const traced = opened.read(data.sequences, { ...decoding, trace: true });
            return transcriptReport(data.sequences, traced, checkStored(model.manifest).architecture);
          },
        };
      },
      subject(data, given) {
        if (data === undefined)
          fail(
            'bad-argument',
            'inspect',
            'there is nothing to look at',
            'Give a file, or a folder of pictures',
          );
        return opened.subjectRead(data.sequences, given);
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
