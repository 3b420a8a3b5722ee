import type { Json } from '../support/json.ts';
import type { Values } from './snapshot.ts';

/** Tensors by name, and the rest as JSON: what goes into a file and comes back. */
export interface SavedState {
  readonly tensors: Readonly<Record<string, Values>>;
  readonly json: Json;
}

/** The same values, each name prefixed. */
export function underPrefix(
  prefix: string,
  tensors: Readonly<Record<string, Values>>,
): Record<string, Values> {
  return Object.fromEntries(Object.entries(tensors).map(([name, values]) => [prefix + name, values]));
}

/** The values whose name has the prefix, by the rest of it. */
export function belowPrefix(
  prefix: string,
  tensors: Readonly<Record<string, Values>>,
): Record<string, Values> {
  const below = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(below.map(([name, values]) => [name.slice(prefix.length), values]));
}
