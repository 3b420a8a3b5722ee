/** Says what is wrong with a value that stands at `path`, or undefined. */
export type Check = (value: unknown, path: string) => string | undefined;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that passes a test; `expected` names it. */
export const be =
  (expected: string, test: (value: unknown) => boolean): Check =>
  (value, path) =>
    test(value) ? undefined : `${path} is missing or wrong: ${expected} expected`;

/** Absent, or as `check` wants it. */
export const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? undefined : check(value, path);

/** An object with these members; it may have others. */
export const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, path) =>
    isObject(value)
      ? firstFault(Object.entries(checks).map(([name, check]) => [value[name], check, below(path, name)]))
      : object(value, path);

/** An array or an object, all of whose members are as `check` wants them. */
export const each =
  (kind: 'array' | 'object', check: Check): Check =>
  (value, path) =>
    (kind === 'array' ? Array.isArray(value) : isObject(value))
      ? firstFault(Object.entries(Object(value)).map(([name, item]) => [item, check, below(path, name)]))
      : be(kind, () => false)(value, path);

export const object: Check = be('object', isObject);
export const string: Check = be('string', (value) => typeof value === 'string');
export const number: Check = be('number', (value) => typeof value === 'number');
export const present: Check = be('a value', (value) => value !== undefined);
export const boolean: Check = be('true or false', (value) => typeof value === 'boolean');
export const strings: Check = each('array', string);
export const numbers: Check = each('array', number);
export const oneOf = (names: readonly string[]): Check =>
  be(`one of ${names.join(', ')}`, (value) => typeof value === 'string' && names.includes(value));
/** A whole number from 1 on. */
export const positive: Check = be(
  'whole number from 1 on',
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
);
/** A whole number from 0 on. */
export const count: Check = be('count', (value) => Number.isSafeInteger(value) && Number(value) >= 0);

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function firstFault(parts: readonly [value: unknown, check: Check, path: string][]): string | undefined {
  for (const [value, check, path] of parts) {
    const fault = check(value, path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
