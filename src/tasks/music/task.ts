import { platform } from '#platform';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { Predictor, Task } from '../task.ts';
import { composer, type CompositionOptions } from './composer.ts';
import { type MusicData, readMusic } from './data.ts';
import { fit } from './fit.ts';
import { type MusicOptions, type Split, splits } from './options.ts';
import type { Piece } from './pianoRoll.ts';
import { toMidi } from './toMidi.ts';

type Given = Readonly<Record<string, Json>>;

const number = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

const compositionOf = (given: Given, prompt?: Piece): CompositionOptions => ({
  prompt,
  length: number(given.length),
  temperature: number(given.temperature),
  seed: number(given.seed),
});

const split = {
  name: 'split',
  kind: 'choice',
  choices: splits,
  help: 'which pieces of a file that has splits (test)',
} as const;

/** The notes of each step on a line. */
const linesOf = (piece: Piece): string => piece.map((notes) => notes.join(' ') || '-').join('\n');

/** Recurrent models of polyphonic music: pieces in, more like them out. */
export const task: Task<MusicData, MusicOptions & { readonly split?: Split }> = {
  name: 'music',
  summary: 'learn from pieces of music, which notes sound at each step, to score and to compose others',
  example: 'npx unrolled train music chorales.json --out chorales',
  options: [
    { name: 'recurrentDropout', kind: 'fraction', help: 'share of the state that is left out at random' },
    { name: 'transpose', kind: 'count', least: 0, help: 'transpose pieces at random by up to N half-tones' },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    { name: 'weightDecay', kind: 'number', help: 'decay of the weights (AdamW)' },
    { name: 'patience', kind: 'count', help: 'stop after N epochs without a better validation' },
  ],
  refuses: { bidirectional: 'Music is composed from left to right.' },
  cells: ['lstm', 'gru', 'rnn'],
  predictOptions: [
    { name: 'length', kind: 'count', help: 'steps to compose (64)' },
    { name: 'temperature', kind: 'number', help: 'below 1 bolder, above 1 wilder (1)' },
    { name: 'seed', kind: 'count', least: 0, help: 'the same seed gives the same music (1)' },
    { name: 'midi', kind: 'text', help: 'write it to this MIDI file too' },
    split,
  ],
  evaluateOptions: [split],
  defaults: {
    cell: 'lstm',
    hidden: 200,
    layers: 1,
    dropout: 0.3,
    epochs: 200,
    batch: 16,
    lr: 0.02,
    seed: 1,
    valid: "the file's valid, else 0.1",
    recurrentDropout: 0.5,
    transpose: 0,
    clip: 1,
    weightDecay: 0,
    patience: 'none',
  },
  read: (from, paths, options, model) => readMusic(from, paths, options, model !== undefined),
  fit,
  async open(model, engine): Promise<Predictor<MusicData>> {
    const opened = await composer(model, engine);
    return {
      manifest: opened.manifest,
      async evaluate({ pieces, valid, name }) {
        const scored = valid.length > 0 ? valid : pieces;
        if (scored.length === 0)
          fail('bad-data', name, 'there is no piece in it', 'Give pieces to evaluate on');
        return opened.evaluate(scored);
      },
      async predict(data, given) {
        const prompt = data?.pieces[0];
        const piece = opened.compose(compositionOf(given, prompt));
        if (typeof given.midi === 'string')
          await platform.files.write(given.midi, toMidi([...(prompt ?? []), ...piece]));
        return {
          json: {
            prompt: prompt?.map((notes) => [...notes]) ?? null,
            piece: piece.map((notes) => [...notes]),
          },
          text: () => linesOf(piece),
        };
      },
      async *generate(given) {
        for (const notes of opened.stream(compositionOf(given))) yield `${notes.join(' ') || '-'}\n`;
      },
      subject(data, given) {
        if (data === undefined)
          fail('bad-argument', 'inspect', 'there is nothing to look at', 'Give a file of pieces');
        return opened.subject(data.pieces, given);
      },
      probe: async () => opened.probe(),
      close: opened.close,
    };
  },
};
