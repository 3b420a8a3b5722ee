import { type LeftOut, leftOut } from '../../data/file/leftOut.ts';
import { readPairs } from '../../data/parallel/readPairs.ts';
import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import { type TranslateOptions, unitsOf } from './options.ts';
import { splitUnits } from '../../data/text/coder/units.ts';

/** Pairs to train on and to validate on; for a trained model all are in `pairs`, and some may have no target. */
export interface TranslateData {
  readonly pairs: readonly SentencePair[];
  readonly valid: readonly SentencePair[];
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** Pairs before they are split. */
export interface ReadTranslations {
  readonly pairs: readonly SentencePair[];
  readonly valid?: readonly SentencePair[];
  readonly name: string;
}

/** Keys which pairs are held out. */
const HELD_OUT = 0x747273;

/** Symbols of a training text at most, unless more are asked for. */
export const MAX_TOKENS = 1000;

/** Splits pairs: a share of them, drawn at random, is held out. Throws `bad-data`, `bad-argument`. */
export async function translateData(
  platform: Pick<Platform, 'sha256'>,
  read: ReadTranslations,
  options: TranslateOptions,
  left: LeftOut = leftOut(options.skipBad ?? false),
): Promise<TranslateData> {
  const { name } = read;
  const { validFraction = 0.1, maxTokens = MAX_TOKENS } = options;
  checkNumber('translate', 'validFraction', validFraction, { least: 0, below: 1 });
  checkNumber('translate', 'maxTokens', maxTokens, { least: 1, whole: true });
  const { sourceUnit, targetUnit } = unitsOf(options);
  const usable = read.pairs.filter(({ source, target = '', place }) => {
    const longest = Math.max(splitUnits(source, sourceUnit).length, splitUnits(target, targetUnit).length);
    if (longest <= maxTokens) return true;
    const what = `a side has ${formatQuantity(longest, 'symbol')}, more than ${maxTokens}`;
    return left.without(() => fail('bad-data', place, what, 'Split it, or raise --max-tokens.'));
  });
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable pair')}`, 'Give at least 2');
  const held = read.valid ? 0 : Math.min(usable.length - 1, Math.round(validFraction * usable.length));
  const heldOut = new Set(permutation(stream(HELD_OUT), usable.length).subarray(0, held));
  const pairs = usable.filter((_, k) => !heldOut.has(k));
  const valid = read.valid ?? usable.filter((_, k) => heldOut.has(k));
  const split = valid.length > 0 ? `${formatQuantity(valid.length, 'pair')} to validate on` : 'none held out';
  return {
    pairs,
    valid,
    name,
    sha256: await hash(platform, [pairs, valid]),
    notes: [`${name}: ${formatQuantity(pairs.length, 'pair')} to train on, ${split}.`, ...leftNotes(left)],
  };
}

/** Reads files. `whole`: all for a trained model, with targets or without. Throws as `readPairs`, `translateData`. */
export async function readTranslateData(
  platform: Platform,
  paths: readonly string[],
  options: TranslateOptions,
  whole: boolean,
): Promise<TranslateData> {
  const left = leftOut(options.skipBad ?? false);
  const { format, validFile, validTarget } = options;
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  const pairs = await readPairs(platform, paths, { format, alone: whole }, left);
  if (!whole) {
    if (validTarget !== undefined && validFile === undefined) {
      const what = `${validTarget} is given, and no sources`;
      fail('bad-argument', '--valid-target', what, 'Give their sources with --valid');
    }
    const held = [validFile, validTarget].filter((path) => path !== undefined);
    const valid = held.length > 0 ? await readPairs(platform, held, { format }, left) : undefined;
    return translateData(platform, { pairs, name, ...(valid && { valid }) }, options, left);
  }
  if (pairs.length === 0) fail('bad-data', name, 'there is no line in it', 'Give a file with some');
  return {
    pairs,
    valid: [],
    name,
    sha256: await hash(platform, [pairs]),
    notes: [`${name}: ${formatQuantity(pairs.length, 'line')}.`, ...leftNotes(left)],
  };
}

const leftNotes = ({ count }: LeftOut): string[] =>
  count === 0 ? [] : [`${formatQuantity(count, 'pair')} bad, left out.`];

const hash = (
  platform: Pick<Platform, 'sha256'>,
  parts: readonly (readonly SentencePair[])[],
): Promise<string> => {
  const texts = parts.map((pairs) => pairs.map(({ source, target = null }) => [source, target]));
  return platform.sha256(new TextEncoder().encode(JSON.stringify(texts)));
};
