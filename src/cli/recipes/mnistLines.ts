import type { Platform } from '../../platform/platform.ts';
import { stream } from '../../support/random.ts';
import { type TranscribeData, transcribeData } from '../../tasks/transcribe/data.ts';
import type { TranscribeOptions } from '../../tasks/transcribe/options.ts';
import { transcriber } from '../../tasks/transcribe/transcriber.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import { digitLines, type Digits, readDigits } from './digitLines.ts';
import type { Recipe } from './recipe.ts';

const train = ['mnist/train-images-idx3-ubyte.gz', 'mnist/train-labels-idx1-ubyte.gz'] as const;
const test = ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'] as const;

/** The last training digits make the lines to validate on. */
const HELD = 5000;
/** Keys the lines: they are the same for every seed of the network. */
const LINES = 0x6d6e697374;

/** Settings are chosen on the validation lines. */
export const settings: TranscribeOptions = {
  ...{ hidden: 160, layers: 2, dropout: 0.3, batch: 16, epochs: 18 },
  ...{ jitter: 2, slant: 0.4, stretch: 0.25 },
};

/** 20,000 lines to train on and 1,000 to validate on, of different training digits. */
export async function trainingLines(platform: Platform, digits: Digits): Promise<TranscribeData> {
  const { length } = digits.labels;
  const lines = (from: number, to: number, count: number, key: number): ReturnType<typeof digitLines> =>
    digitLines(digits, { from, to, count, stream: stream(LINES, key) });
  return transcribeData(
    platform,
    {
      sequences: lines(0, length - HELD, 20_000, 0),
      valid: lines(length - HELD, length, 1000, 1),
      input: 'image',
      columns: [],
      name: 'mnist lines',
    },
    settings,
  );
}

/**
 * Lines of 3 to 8 digits of MNIST, set side by side: where one ends and the next begins is not said. Test lines are made
 * of test digits; the figure is the share of those that are read without any error.
 */
export const recipe: Recipe = {
  name: 'mnist-lines',
  summary: 'lines of 3 to 8 handwritten digits, read whole, under twenty minutes; exact lines in percent',
  files: [...train, ...test],
  async run(folder, { host, engine, seed, quiet, out }) {
    const { platform } = host;
    const read = ([images, labels]: readonly [string, string]): Promise<Digits> =>
      readDigits(platform, platform.files.join(folder, images), platform.files.join(folder, labels));
    const data = await trainingLines(platform, await read(train));
    const task = await loadTask(host.tasks, 'transcribe');
    const { model, seconds } = await runTraining(host, {
      task: { ...task, read: async () => data },
      paths: [platform.files.join(folder, train[0])],
      options: { ...settings, seed },
      engine: { backend: 'native', ...engine },
      folder: out,
      intent: { overwrite: true },
      quiet,
      resumeLine: shellLine('npx', 'unrolled', 'reproduce', 'mnist-lines', '--data', folder),
    });
    const digits = await read(test);
    const lines = digitLines(digits, {
      ...{ from: 0, to: digits.labels.length, count: 2000 },
      stream: stream(LINES, 2),
    });
    const reader = await transcriber(model, engine);
    const { rows } = reader.score(lines);
    reader.close();
    const [[errors, exact], [, usual]] = rows.map(({ values }) => values);
    return {
      name: 'mnist-lines',
      metric: `lines without any error in percent (label error rate ${errors.toFixed(2)} %)`,
      figure: exact,
      seeds: [seed],
      published: null,
      baseline: usual,
      minutes: seconds / 60,
    };
  },
};
