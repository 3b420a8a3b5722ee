import { readDialogs } from '../../data/dialog/readDialogs.ts';
import { readSlots } from '../../data/dialog/slots.ts';
import { leftOut } from '../../data/file/leftOut.ts';
import { chatbot } from '../../tasks/chat/chatbot.ts';
import { chatData } from '../../tasks/chat/data.ts';
import type { ChatOptions } from '../../tasks/chat/options.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import type { Recipe } from './recipe.ts';

const [dialogFile, base] = ['camrest676/CamRest676.json.gz', 'camrest676/CamRest.db.json'];

/** Settings are chosen on the second part, which also chooses the best weights. */
const settings: ChatOptions = {
  lowercase: true,
  minCount: 2,
  turns: 8,
  hidden: 128,
  embedding: 100,
  dropout: 0.4,
  smoothing: 0.1,
  batch: 8,
  lr: 0.003,
  epochs: 16,
};

const beam = 10;

/**
 * Talks in which a restaurant is found (Wen et al., 2017), in three parts of 3 : 1 : 1 in the order of the file; values of the
 * database are read and written as slots. The published figure is theirs, of a network that is told what the user wants and
 * what the database has.
 */
export const recipe: Recipe = {
  name: 'camrest676',
  summary: 'talks in which a restaurant is found, with slots, a few minutes; BLEU',
  files: [dialogFile, base],
  async run(folder, { host, engine, seed, quiet, out }) {
    const { platform } = host;
    const path = (file: string): string => platform.files.join(folder, file);
    const all = await readDialogs(platform, path(dialogFile), { format: 'camrest' }, leftOut(false));
    const slots = await readSlots(platform, path(base));
    const [train, valid] = [Math.floor((3 * all.length) / 5), Math.floor((4 * all.length) / 5)];
    const parts = { dialogs: all.slice(0, train), valid: all.slice(train, valid), slots };
    const options = { ...settings, seed };
    const data = await chatData(platform, { ...parts, name: 'camrest676' }, options);
    const task = await loadTask(host.tasks, 'chat');
    const { model, seconds } = await runTraining(host, {
      task: { ...task, read: async () => data },
      paths: ['camrest676'],
      options,
      engine: { backend: 'native', ...engine },
      folder: out,
      intent: { overwrite: true },
      quiet,
      resumeLine: shellLine('npx', 'unrolled', 'reproduce', 'camrest676'),
    });
    const opened = await chatbot(model, engine);
    const { columns, rows } = opened.score(all.slice(valid), { beam });
    opened.close();
    const bleu = columns.indexOf('BLEU');
    return {
      name: 'camrest676',
      metric: `BLEU (sacreBLEU, 13a, lower case, beam ${beam}; slots as words)`,
      figure: rows[0].values[bleu],
      seeds: [seed],
      published: 24,
      baseline: rows[2].values[bleu],
      minutes: seconds / 60,
    };
  },
};
