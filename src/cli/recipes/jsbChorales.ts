import type { MusicOptions } from '../../tasks/music/options.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits } from './runOnSplits.ts';

const FILE = 'jsb-chorales/jsb-chorales-quarter.json.gz';

/** Settings are chosen on the validation pieces, which also choose the best weights. */
const settings: MusicOptions = {
  cell: 'lstm',
  hidden: 200,
  dropout: 0.3,
  recurrentDropout: 0.5,
  batch: 16,
  lr: 0.02,
  epochs: 300,
};

/**
 * Chorales of Bach in the splits of Boulanger-Lewandowski et al. (2012). The published figure is that of an LSTM (Bai,
 * Kolter & Koltun, 2018); as there, the first step of a piece is read, not scored.
 */
export const recipe: Recipe = {
  name: 'jsb-chorales',
  summary: 'chorales of Bach, note by note, about a minute; negative log-likelihood in nats per step',
  files: [FILE],
  async run(folder, options) {
    const { host, seed } = options;
    const path = host.platform.files.join(folder, FILE);
    const { scores, baseline, minutes } = await runOnSplits(
      'music',
      { train: path, test: path },
      { ...settings, seed },
      {},
      options,
    );
    return {
      name: 'jsb-chorales',
      metric: `nats per step (all steps: ${scores['all steps'].toFixed(3)})`,
      figure: scores['after the first'],
      seeds: [seed],
      published: 8.45,
      baseline: baseline['after the first'],
      minutes,
    };
  },
};
