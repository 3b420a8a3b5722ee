import { readText } from '../../data/file/readText.ts';
import { linesOf } from '../../data/parallel/linesOf.ts';
import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Platform } from '../../platform/platform.ts';
import { stream, uniform } from '../../support/random.ts';
import { translateRecipe } from './translateRecipe.ts';

const [train, test] = ['cmudict-g2p/g014b2b.train.gz', 'cmudict-g2p/g014b2b.ref'];

/** Keys which words are held out. */
const HELD_OUT = 0x673270;

/** A word per line and its pronunciations, between tabs. */
async function read(platform: Platform, folder: string, file: string): Promise<SentencePair[]> {
  const text = await readText(platform, platform.files.join(folder, file));
  return linesOf(text).flatMap((line, k) => {
    const [source, ...targets] = line.split('\t');
    return targets.map((target) => ({ source, target, place: `${file}, line ${k + 1}` }));
  });
}

/** The training pairs, without or with only those of a fortieth of the words. */
const part =
  (held: boolean) =>
  async (platform: Platform, folder: string): Promise<SentencePair[]> => {
    const isHeld = (word: string): boolean =>
      uniform(stream(HELD_OUT, ...Array.from(word, (letter) => letter.charCodeAt(0))), 0) < 1 / 40;
    return (await read(platform, folder, train)).filter(({ source }) => isHeld(source) === held);
  };

/**
 * Pronunciations of English words, the split of Chen (2003) and Bisani and Ney (2008), no language model. A word is right
 * where it is as any of its pronunciations. Settings are chosen on a fortieth of the training words. The published figure
 * is that of an encoder-decoder without attention (Yao and Zweig, 2015).
 */
export const recipe = translateRecipe({
  name: 'cmudict-g2p',
  summary: 'pronunciations of English words, under an hour; words with an error in percent',
  files: [train, test],
  splits: {
    train: part(false),
    valid: part(true),
    tests: { test: (platform, folder) => read(platform, folder, test) },
  },
  settings: {
    sourceUnit: 'character',
    targetUnit: 'token',
    conditioning: 'luong',
    hidden: 128,
    layers: 2,
    embedding: 64,
    dropout: 0.3,
    batch: 64,
    lr: 0.002,
    epochs: 20,
  },
  search: { anyTarget: true },
  figure: ({ test: { model, copy } }) => ({
    metric: `words with an error in percent (phonemes: ${model['token error rate'].toFixed(2)})`,
    figure: 100 - model.exact,
    baseline: 100 - copy.exact,
  }),
  published: 28.6,
});
