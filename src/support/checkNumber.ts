import { fail } from './errors.ts';

/** What a setting may be; `least` and `most` are allowed themselves, `above` and `below` are not. */
export interface Range {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
  readonly below?: number;
  readonly whole?: boolean;
}

function describe({ least, above, most, below, whole }: Range): string {
  const parts = [
    whole ? 'a whole number' : 'a number',
    least === undefined ? '' : `of at least ${least}`,
    above === undefined ? '' : `above ${above}`,
    most === undefined ? '' : `of at most ${most}`,
    below === undefined ? '' : `below ${below}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Throws `bad-argument`, naming function and argument, unless `value` is finite and in range. */
export function checkNumber(where: string, argument: string, value: number, range: Range): void {
  const { least = -Infinity, above = -Infinity, most = Infinity, below = Infinity, whole = false } = range;
  const fits = value >= least && value > above && value <= most && value < below;
  if (Number.isFinite(value) && fits && (!whole || Number.isInteger(value))) return;
  fail('bad-argument', where, `${argument} is ${value}`, `Give ${describe(range)}`);
}
