import type { Recipe } from './recipe.ts';

/** The recipes by name; each is loaded when it is asked for. */
export const recipes: Readonly<Record<string, () => Promise<Recipe>>> = {
  'tiny-shakespeare': async () => (await import('./tinyShakespeare.ts')).recipe,
};
