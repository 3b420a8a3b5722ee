import type { Engine } from '../../tasks/task.ts';
import type { Given } from './optionSpec.ts';

/** The text of an option, if it was given. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

/** True if a flag was given. */
export function isSet(given: Given, name: string): boolean {
  return given[name] === true;
}

/** What was said about where and how fast to compute. */
export function engineOf({ backend, threads }: Given): Engine {
  const choices = ['auto', 'native', 'wasm', 'reference'] as const;
  const choice = choices.find((name) => name === backend);
  return { ...(choice && { backend: choice }), ...(typeof threads === 'number' && { threads }) };
}

/** All but the named options. */
export function without(given: Given, ...names: readonly string[]): Given {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}
