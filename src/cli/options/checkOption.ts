import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import type { OptionSpec } from './optionSpec.ts';
import { didYouMean } from './didYouMean.ts';

/** The value of an option from the text on the command line. Throws `bad-argument` with what is allowed. */
export function parseOption(option: OptionSpec, text: string, where: string): Json {
  switch (option.kind) {
    case 'count':
    case 'number':
    case 'fraction':
      return checkOption(
        option,
        /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text,
        where,
      );
    case 'list':
      return checkOption(
        option,
        text.split(',').map((item) => item.trim()),
        where,
      );
    default:
      return checkOption(option, text, where);
  }
}

/** The value of an option, from a text or a configuration file, if it is allowed. Throws `bad-argument`. */
export function checkOption(option: OptionSpec, value: Json, where: string): Json {
  if (isAllowed(option, value)) return value;
  const shown = JSON.stringify(value);
  if (option.kind === 'choice' && typeof value === 'string') {
    return fail(
      'bad-argument',
      where,
      `${shown} is not one of its values`,
      didYouMean(value, option.choices ?? []),
    );
  }
  return fail('bad-argument', where, `${shown} is not allowed`, `Give ${allowed(option)}.`);
}

function isAllowed(option: OptionSpec, value: Json): boolean {
  if (option.bare && value === true) return true;
  switch (option.kind) {
    case 'count':
    case 'number':
    case 'fraction': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      if (option.kind === 'count' && !Number.isSafeInteger(value)) return false;
      const { least = leastOf(option), above = -Infinity, below = Infinity } = option;
      const most = option.kind === 'fraction' ? 1 : Infinity;
      return value >= least && value > above && value < below && value <= most;
    }
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && (option.choices ?? []).includes(value);
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'list':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((item) => typeof item === 'string' && item !== '')
      );
  }
}

function leastOf({ kind }: OptionSpec): number {
  return kind === 'count' ? 1 : 0;
}

/** What is allowed, in words: "a whole number of at least 1". */
export function allowed(option: OptionSpec): string {
  const { kind, above, below } = option;
  switch (kind) {
    case 'fraction':
      return `a number from 0 to 1${above === 0 ? ', but not 0' : ''}${below === 1 ? ', but not 1' : ''}`;
    case 'count':
    case 'number': {
      const noun = kind === 'count' ? 'a whole number' : 'a number';
      return above === undefined
        ? `${noun} of at least ${option.least ?? leastOf(option)}`
        : `${noun} above ${above}`;
    }
    case 'flag':
      return 'true or false';
    case 'choice':
      return formatList(option.choices ?? [], 'or');
    case 'text':
      return 'a text that is not empty';
    case 'list':
      return 'names with commas between them';
  }
}
