import { checkCopying, copyUnknown } from './copyUnknown.ts';
import type { Found } from './found.ts';
import type { Opened } from './opened.ts';
import { decodingOf, type TranslationOptions } from './translationOptions.ts';
import { translateSentences } from './translateSentences.ts';
import { withEnd } from '../../data/text/coder/withEnd.ts';

/** The translations of each text, best first; none of an empty one. Throws `bad-argument`. */
export function translateTexts(
  opened: Opened,
  texts: readonly string[],
  options: TranslationOptions,
): (readonly Found[])[] {
  const { context, models, coders, languages } = opened;
  const [source, target] = coders;
  if (options.copyUnknown) checkCopying(opened);
  const full = texts.flatMap((text, k) => (text.trim() === '' ? [] : [k]));
  const found = translateSentences(
    context,
    models,
    full.map((k) => withEnd(source, texts[k])),
    target,
    decodingOf(options, languages.bound, target),
  );
  const answers: (readonly Found[])[] = texts.map(() => []);
  full.forEach((k, place) => {
    answers[k] = found[place];
  });
  return options.copyUnknown ? copyUnknown(opened, texts, answers) : answers;
}
