import { fail } from '../../support/errors.ts';
import { formatCount } from '../../support/format.ts';
import type { Subject } from '../subject.ts';

/** Values of a pattern at every step of every sequence, over all batches. */
export type PatternValues = readonly (readonly number[])[];

/** What a pattern of texts is at the steps: after the last character of each step's symbol. */
export function patternValues(subject: Subject, of: (characters: string) => number[]): PatternValues {
  const { whole, separator = '' } = subject;
  const ofSymbols = (symbols: readonly string[]): number[] => {
    const values = of(symbols.join(separator));
    let at = 0;
    return symbols.map((symbol, k) => {
      at += symbol.length + (k > 0 ? separator.length : 0);
      return values[at - 1] ?? 0;
    });
  };
  const all = whole && ofSymbols(whole);
  return subject.batches.flatMap(({ lengths, starts, textAt }) =>
    lengths.map((length, own) =>
      all && starts
        ? all.slice(starts[own], starts[own] + length)
        : ofSymbols(Array.from({ length }, (_, time) => textAt(own, time))),
    ),
  );
}

/**
 * A pattern from a mask: a character for each symbol of the whole text, else a line for each sequence with a character for
 * each step. A blank, 0, a dot and the end of a line stand for no, all else for yes. Throws `bad-data` where the lengths
 * do not fit.
 */
export function maskValues(subject: Subject, mask: string, name: string): PatternValues {
  const bit = (character: string): number => Number(!/[\s0.]/.test(character));
  const { whole } = subject;
  if (whole) {
    const bits = Array.from(mask, bit);
    // A line break at the end of the file may be the editor's.
    if (bits.length !== whole.length && bits.length !== whole.length + 1)
      failLength(name, `${formatCount(bits.length)} characters`, `${formatCount(whole.length)} symbols`);
    return subject.batches.flatMap(({ lengths, starts = [] }) =>
      lengths.map((length, own) => bits.slice(starts[own], starts[own] + length)),
    );
  }
  const lengths = subject.batches.flatMap((batch) => batch.lengths);
  const lines = mask.split('\n').map((line) => Array.from(line.replace(/\r$/, ''), bit));
  return lengths.map((length, sequence) => {
    const found = lines[sequence]?.length ?? 0;
    if (found !== length)
      failLength(`${name}, line ${sequence + 1}`, `${found} characters`, `${length} steps`);
    return lines[sequence];
  });
}

function failLength(where: string, what: string, wanted: string): never {
  fail('bad-data', where, `it has ${what} for ${wanted}`, 'Give a character for each: 1 for yes, 0 for no');
}
