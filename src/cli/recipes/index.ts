import type { Recipe } from './recipe.ts';

/** The recipes by name; each is loaded when it is asked for. */
export const recipes: Readonly<Record<string, () => Promise<Recipe>>> = {
  adding: async () => (await import('./adding.ts')).recipe,
  'basic-motions': async () => (await import('./basicMotions.ts')).recipe,
  'cmudict-g2p': async () => (await import('./cmudictG2p.ts')).recipe,
  conll2000: async () => (await import('./conll2000.ts')).recipe,
  copy: async () => (await import('./copy.ts')).recipe,
  'copy-reverse': async () => (await import('./copyReverse.ts')).recipe,
  'ett-h1': async () => (await import('./ettH1.ts')).recipe,
  'exchange-rate': async () => (await import('./exchangeRate.ts')).recipe,
  'jsb-chorales': async () => (await import('./jsbChorales.ts')).recipe,
  'mnist-grid': async () => (await import('./mnistGrid.ts')).recipe,
  'mnist-lines': async () => (await import('./mnistLines.ts')).recipe,
  'multi30k-de-en': async () => (await import('./multi30kDeEn.ts')).recipe,
  pendigits: async () => (await import('./pendigits.ts')).recipe,
  'permuted-mnist': async () => (await import('./permutedMnist.ts')).recipe,
  'ptb-lm': async () => (await import('./ptbLm.ts')).recipe,
  scan: async () => (await import('./scan.ts')).recipe,
  'sequential-mnist': async () => (await import('./sequentialMnist.ts')).recipe,
  snips: async () => (await import('./snips.ts')).recipe,
  'sst-trees': async () => (await import('./sstTrees.ts')).recipe,
  'tiny-shakespeare': async () => (await import('./tinyShakespeare.ts')).recipe,
  'ud-english-ewt': async () => (await import('./udEnglish.ts')).recipe,
  'ud-turkish-imst': async () => (await import('./udTurkish.ts')).recipe,
  wnut17: async () => (await import('./wnut17.ts')).recipe,
};
