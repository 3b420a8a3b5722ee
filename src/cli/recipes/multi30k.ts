import { leftOut } from '../../data/file/leftOut.ts';
import { readPairs } from '../../data/parallel/readPairs.ts';
import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Platform } from '../../platform/platform.ts';
import type { TranslateOptions } from '../../tasks/translate/options.ts';
import type { Recipe } from './recipe.ts';
import { translateRecipe } from './translateRecipe.ts';

const splits = ['train', 'val', 'test_2016_flickr'] as const;

const fileOf = (split: string, language: string): string => `multi30k-en-de/raw/${split}.${language}.gz`;

const settings: TranslateOptions = {
  unit: 'bpe',
  lowercase: true,
  vocabulary: 5000,
  hidden: 128,
  decoderHidden: 256,
  embedding: 256,
  dropout: 0.4,
  smoothing: 0.1,
  batch: 64,
  lr: 0.002,
  epochs: 12,
};

/**
 * Captions of pictures (Elliott et al., 2016), read and written in small letters, plain text; BLEU as sacreBLEU counts it
 * (13a, lower case), beam 5. Settings are chosen on the development split. Published figures are those of a tutorial
 * (bentrevett/pytorch-seq2seq), which counts in tokens of its own.
 */
export function multi30k(
  [from, to]: readonly [string, string],
  {
    name,
    summary,
    published,
    ...own
  }: Pick<Recipe, 'name' | 'summary'> & TranslateOptions & { readonly published: number | null },
): Recipe {
  const read =
    (split: string) =>
    (platform: Platform, folder: string): Promise<SentencePair[]> => {
      const paths = [from, to].map((language) => platform.files.join(folder, fileOf(split, language)));
      return readPairs(platform, paths, { format: 'lines' }, leftOut(true));
    };
  return translateRecipe({
    name,
    summary,
    files: splits.flatMap((split) => [from, to].map((language) => fileOf(split, language))),
    splits: { train: read('train'), valid: read('val'), tests: { test: read('test_2016_flickr') } },
    settings: { ...settings, ...own },
    search: { beam: 5 },
    figure: ({ test: { model, copy } }) => ({
      metric: 'BLEU (sacreBLEU, 13a, lower case, beam 5)',
      figure: model.BLEU,
      baseline: copy.BLEU,
    }),
    published,
  });
}
