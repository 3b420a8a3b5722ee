import { readText } from '../../data/file/readText.ts';
import { linesOf } from '../../data/parallel/linesOf.ts';
import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { translateRecipe } from './translateRecipe.ts';

const [train, test] = ['scan/tasks_train_simple.txt.gz', 'scan/tasks_test_simple.txt.gz'];

/** Lines of `IN: a command OUT: its actions`. */
const read =
  (file: string) =>
  async (platform: Platform, folder: string): Promise<SentencePair[]> => {
    const text = await readText(platform, platform.files.join(folder, file));
    return linesOf(text).map((line, k) => {
      const place = `${file}, line ${k + 1}`;
      const [, source, target] = /^IN: (.+) OUT: (.+)$/.exec(line) ?? [];
      if (source === undefined) fail('bad-data', place, 'it is no command with actions', 'Restore the file');
      return { source, target, place };
    });
  };

/**
 * Commands as sequences of actions, the simple split (Lake and Baroni, 2018). Settings are chosen on a tenth of the
 * training split. The published figure is that of their best network, an LSTM of two layers of 200 units.
 */
export const recipe = translateRecipe({
  name: 'scan',
  summary: 'commands as sequences of actions, simple split, under ten minutes; exact sequences in percent',
  files: [train, test],
  splits: { train: read(train), tests: { test: read(test) } },
  settings: {
    unit: 'token',
    conditioning: 'luong',
    hidden: 64,
    embedding: 32,
    dropout: 0.2,
    batch: 64,
    lr: 0.005,
    epochs: 30,
    validFraction: 0.05,
  },
  figure: ({ test: { model, copy } }) => ({
    metric: 'exact sequences of actions in percent',
    figure: model.exact,
    baseline: copy.exact,
  }),
  published: 99.8,
});
