import type { Recipe } from './recipe.ts';

/** The recipes by name; each is loaded when it is asked for. */
export const recipes: Readonly<Record<string, () => Promise<Recipe>>> = {
  adding: async () => (await import('./adding.ts')).recipe,
  conll2000: async () => (await import('./conll2000.ts')).recipe,
  copy: async () => (await import('./copy.ts')).recipe,
  'ett-h1': async () => (await import('./ettH1.ts')).recipe,
  'exchange-rate': async () => (await import('./exchangeRate.ts')).recipe,
  'jsb-chorales': async () => (await import('./jsbChorales.ts')).recipe,
  snips: async () => (await import('./snips.ts')).recipe,
  'sst-trees': async () => (await import('./sstTrees.ts')).recipe,
  'ud-english-ewt': async () => (await import('./udEnglish.ts')).recipe,
  'ud-turkish-imst': async () => (await import('./udTurkish.ts')).recipe,
  wnut17: async () => (await import('./wnut17.ts')).recipe,
  'tiny-shakespeare': async () => (await import('./tinyShakespeare.ts')).recipe,
};
