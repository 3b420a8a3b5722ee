import type { Files } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { checkOption } from './checkOption.ts';
import { didYouMean } from './didYouMean.ts';
import type { Given, OptionSpec } from './optionSpec.ts';

/**
 * The options of a configuration file: one JSON object, by camelCase name. Throws `bad-format` where it is none,
 * `unknown-option` for a name that no option has, `bad-argument` for a value that is not allowed.
 */
export async function readConfig(files: Files, path: string, options: readonly OptionSpec[]): Promise<Given> {
  const known = options.filter(({ name }) => name !== 'config');
  const given: Record<string, Json> = {};
  for (const [name, value] of Object.entries(await readObject(files, path))) {
    const option = known.find((option) => option.name === name);
    if (option === undefined) {
      const names = known.map((option) => option.name);
      fail('unknown-option', path, `there is no option "${name}"`, didYouMean(name, names));
    }
    // A share to validate on may be written as the number that it is.
    const text = option.kind === 'text' && typeof value === 'number' ? String(value) : value;
    given[name] = checkOption(option, text, `${path}: ${name}`);
  }
  return given;
}

async function readObject(files: Files, path: string): Promise<{ readonly [key: string]: Json }> {
  const text = new TextDecoder().decode(await files.read(path));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(
      'bad-format',
      path,
      `it is not JSON (${reason})`,
      'Write an object as {"hidden": 64, "maxMinutes": 5}.',
    );
  }
  if (!isObject(value)) {
    fail(
      'bad-format',
      path,
      'it is not a JSON object',
      'Write an object as {"hidden": 64, "maxMinutes": 5}.',
    );
  }
  return value;
}

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
