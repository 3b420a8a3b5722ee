import { fail } from '../../support/errors.ts';
import { alignments } from './retraceAll.ts';
import type { Found } from './found.ts';
import type { Opened } from './opened.ts';

/** Throws `bad-argument` where unknown symbols cannot be copied. */
export function checkCopying({ attends, coding: { joined }, languages: { source, target } }: Opened): void {
  const remedy = 'Leave it out, or train another model';
  if (!attends) fail('bad-argument', 'translate', 'copyUnknown, and the model attends to nothing', remedy);
  if (joined > 1)
    fail('bad-argument', 'translate', `copyUnknown, and ${joined} symbols are read as one`, remedy);
  if (source.unit === target.unit && source.unit !== 'bpe') return;
  const what = `copyUnknown, from symbols of the unit ${source.unit} to those of ${target.unit}`;
  fail('bad-argument', 'translate', what, remedy);
}

/**
 * What was written of texts with each unknown symbol copied from the text: the one that is attended to most there (Luong
 * et al., 2015).
 */
export function copyUnknown(
  { context, models, coding: { source, target, ofSource } }: Opened,
  texts: readonly string[],
  answers: readonly (readonly Found[])[],
): (readonly Found[])[] {
  const lacking = answers.flatMap((own, k) =>
    own
      .filter(({ symbols }) => symbols.some((symbol) => symbol === target.unknown))
      .map((found) => ({ found, text: texts[k] })),
  );
  const weights = alignments(
    context,
    models,
    lacking.map(({ found, text }) => ({ source: ofSource(text), symbols: found.symbols })),
    target.begin,
  );
  const complete = lacking.map(({ found, text }, place): readonly [Found, Found] => {
    const units = source.split(text);
    const copied = new Map(found.copied);
    found.symbols.forEach((symbol, t) => {
      // The end, which is read too, is none of the symbols to copy.
      const own = weights[place][t].slice(0, units.length);
      if (symbol === target.unknown) copied.set(t, units[own.indexOf(Math.max(...own))]);
    });
    return [found, { ...found, copied }];
  });
  const byFound = new Map(complete);
  return answers.map((own) => own.map((found) => byFound.get(found) ?? found));
}
