import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readText } from '../file/readText.ts';
import { parseJson } from './parseJson.ts';

/** What may fill each slot: {"food": ["thai", "french"], "name": ["pizza hut"]}. */
export type SlotValues = Readonly<Record<string, readonly string[]>>;

const REMEDY = 'Give {"food": ["thai", ...], ...}, or a list of objects, whose members are the slots.';
const SLOT = /^[\p{L}\p{N}_-]+$/u;

/**
 * The slots of a file: JSON, either lists of values by slot, or a list of objects, as the rows of a database, whose members
 * are the slots; a member with the same value in all of them is none. Throws `file-missing`, `bad-data`.
 */
export async function readSlots(
  platform: Pick<Platform, 'files' | 'gunzip'>,
  path: string,
): Promise<SlotValues> {
  const file = platform.files.baseName(path);
  return checkSlots(parseJson(await readText(platform, path), file, 1, REMEDY), file);
}

/** The slots in a value. Throws `bad-data`; `where` names it. */
export function checkSlots(value: unknown, where: string): SlotValues {
  const given: Record<string, unknown> = Array.isArray(value) ? columnsOf(value) : Object(value);
  const slots = Object.entries(given).map(([name, values]): [string, string[]] => {
    const isList = Array.isArray(values) && values.every((one) => typeof one === 'string');
    if (!SLOT.test(name) || !isList)
      return fail('bad-data', where, `${JSON.stringify(name)} is no slot with a list of values`, REMEDY);
    const filled = values.map((one: string) => one.trim()).filter((one) => one !== '');
    return [name, [...new Set(filled)]];
  });
  if (!slots.some(([, values]) => values.length > 0)) fail('bad-data', where, 'it has no slots', REMEDY);
  return Object.fromEntries(slots);
}

function columnsOf(rows: readonly unknown[]): Record<string, string[]> {
  const columns: Record<string, string[]> = {};
  for (const row of rows)
    for (const [name, value] of Object.entries(Object(row) as Record<string, unknown>))
      if (typeof value === 'string') (columns[name] ??= []).push(value);
  return Object.fromEntries(
    Object.entries(columns).filter(([, values]) => rows.length < 2 || new Set(values).size > 1),
  );
}

/** A text with `[slot]` in place of each value, and the values that stood there. */
export interface Delexicalised {
  readonly text: string;
  readonly values: readonly (readonly [slot: string, value: string])[];
}

/** Puts `[slot]` where a value stands as whole words, whatever their case; the longest value at a place, of equal ones the first. */
export function delexicaliser(slots: SlotValues): (text: string) => Delexicalised {
  const slotOf = new Map<string, string>();
  for (const [slot, values] of Object.entries(slots))
    for (const value of values) if (!slotOf.has(value.toLowerCase())) slotOf.set(value.toLowerCase(), slot);
  const longestFirst = [...slotOf.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => {
    const values: [string, string][] = [];
    const plain = text.replaceAll(pattern, (value) => {
      const slot = slotOf.get(value.toLowerCase());
      if (slot === undefined) return value; // of letters whose small form has another length
      values.push([slot, value]);
      return `[${slot}]`;
    });
    return { text: plain, values };
  };
}

/** Puts values where their slots stand; a slot without one stays as it is. */
export const fillSlots = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\[([\p{L}\p{N}_-]+)\]/gu, (whole, slot: string) => values.get(slot) ?? whole);
