import { fail } from '../support/errors.ts';

/** What can be written as JSON: `Json`, and objects with members that may be undefined. */
export type JsonSource =
  | null
  | boolean
  | number
  | string
  | readonly JsonSource[]
  | { readonly [key: string]: JsonSource | undefined };

/**
 * JSON text that gives exactly `value` when it is parsed: every number comes back with the same bits, negative zero
 * too. Objects are laid out over lines, lists of plain values in one. Members that are undefined are left out.
 * Throws `not-finite`, naming the place, for numbers that JSON does not have; `where` names the file.
 */
export function writeJson(value: JsonSource, where: string): string {
  return `${write(value, '', where, '')}\n`;
}

function write(value: JsonSource, indent: string, where: string, path: string): string {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
    const remedy = 'Leave the value out, or write null or text in its place.';
    return fail('not-finite', where, `${path || 'the value'} is ${value}, which JSON cannot hold`, remedy);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item, i) => write(item, inner, where, `${path}[${i}]`));
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    return plain ? `[${items.join(', ')}]` : `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]`;
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    if (member === undefined) return [];
    const text = write(member, inner, where, path === '' ? key : `${path}.${key}`);
    return `${inner}${JSON.stringify(key)}: ${text}`;
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function isList(value: JsonSource): value is readonly JsonSource[] {
  return Array.isArray(value);
}
