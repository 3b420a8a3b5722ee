import { checkCopying, copyUnknown } from './copyUnknown.ts';
import type { Found } from './found.ts';
import type { Opened } from './opened.ts';
import { decodingOf, type TranslationOptions } from './translationOptions.ts';
import { translateSentences } from './translateSentences.ts';

/** The translations of each text, best first; none of an empty one. Throws `bad-argument`. */
export function translateTexts(
  opened: Opened,
  texts: readonly string[],
  options: TranslationOptions,
): (readonly Found[])[] {
  const { context, models, coding, languages } = opened;
  if (options.copyUnknown) checkCopying(opened);
  const full = texts.flatMap((text, k) => (text.trim() === '' ? [] : [k]));
  const found = translateSentences(
    context,
    models,
    full.map((k) => coding.ofSource(texts[k])),
    coding.target,
    decodingOf(options, languages.bound, coding.target),
  );
  const answers: (readonly Found[])[] = texts.map(() => []);
  full.forEach((k, place) => {
    answers[k] = found[place].map((one) => ({ ...one, copied: coding.copiesIn(one.symbols, texts[k]) }));
  });
  return options.copyUnknown ? copyUnknown(opened, texts, answers) : answers;
}
