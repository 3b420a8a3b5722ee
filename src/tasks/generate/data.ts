import { readText } from '../../data/file/readText.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import type { GenerateOptions } from './options.ts';

/** A text to train on, and one to validate on. */
export interface TextData {
  readonly text: string;
  readonly valid: string;
  readonly name: string;
  /** Of the training text and the validation text. */
  readonly sha256: string;
  readonly notes: readonly string[];
}

const SHORTEST = 20;

/**
 * Splits a text: its last share of `validFraction` is held out. Cuts between characters. Throws `bad-data`,
 * `bad-argument`.
 */
export async function textData(
  platform: Platform,
  text: string,
  options: { name: string; valid?: string; validFraction?: number },
): Promise<TextData> {
  const { name, validFraction = 0.1 } = options;
  checkNumber('generate', 'validFraction', validFraction, { least: 0, below: 1 });
  if (text.length < SHORTEST) {
    fail(
      'bad-data',
      name,
      `it has ${text.length} characters`,
      `Give a text of at least ${SHORTEST} characters`,
    );
  }
  let cut = options.valid === undefined ? Math.round(text.length * (1 - validFraction)) : text.length;
  if (/[\udc00-\udfff]/.test(text.charAt(cut))) cut++;
  const parts = { text: text.slice(0, cut), valid: options.valid ?? text.slice(cut) };
  const bytes = new TextEncoder().encode(`${parts.text}\u0000${parts.valid}`);
  const held = parts.valid.length > 0 ? `, ${parts.valid.length} held out to validate on` : ', none held out';
  return {
    ...parts,
    name,
    sha256: await platform.sha256(bytes),
    notes: [`${name}: ${parts.text.length} characters to train on${held}.`],
  };
}

/** A text to score or to go on from: nothing is held out of it. */
async function wholeText(platform: Platform, text: string, name: string): Promise<TextData> {
  const sha256 = await platform.sha256(new TextEncoder().encode(text));
  return { text, valid: '', name, sha256, notes: [`${name}: ${text.length} characters.`] };
}

/** Reads text files (UTF-8, plain or gzipped), one after the other; for a trained model as a whole. Throws `file-missing`, `bad-format`, `bad-data`. */
export async function readTextData(
  platform: Platform,
  paths: readonly string[],
  options: GenerateOptions,
  forModel: boolean,
): Promise<TextData> {
  const texts: string[] = [];
  for (const path of paths) texts.push(await readText(platform, path));
  const text = texts.join('\n');
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  if (forModel) return wholeText(platform, text, name);
  const { validFile, validFraction } = options;
  return textData(platform, text, {
    name,
    ...(validFile === undefined ? {} : { valid: await readText(platform, validFile) }),
    ...(validFraction === undefined ? {} : { validFraction }),
  });
}
