import type { Hypothesis } from '../../nn/search/hypothesis.ts';
import type { Coding } from './coding.ts';
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
    answers[k] = found[place].map((one) => withCopies(coding, texts[k], one));
  });
  return options.copyUnknown ? copyUnknown(opened, texts, answers) : answers;
}

/** With what stands for symbols beyond the vocabulary: those of the source that were pointed to. */
function withCopies({ target: { size }, othersIn }: Coding, text: string, found: Hypothesis): Found {
  if (found.symbols.every((symbol) => symbol < size)) return found;
  const others = othersIn(text);
  const copied = new Map(
    found.symbols.flatMap((symbol, t) => (symbol < size ? [] : [[t, others[symbol - size]] as const])),
  );
  return { ...found, copied };
}
