import { fail } from '../../support/errors.ts';
import { encodeText } from './encodedText.ts';
import type { Found } from './found.ts';
import type { Opened } from './opened.ts';
import { alignments, retraceAll } from './retraceAll.ts';
import { translateTexts } from './translateTexts.ts';
import type { TranslationOptions } from './translationOptions.ts';

/** What a model did as it wrote a translation, and which symbols of the source it attended to. */
export interface Alignment {
  /** With the end, which the model reads too. */
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** By symbol of the target: a weight for each of the source; they add up to 1. For a model that attends. */
  readonly weights?: readonly (readonly number[])[];
  /** c, what the encoder ends with; of one model alone. */
  readonly context?: readonly number[];
  /** By symbol of the source what the encoder puts out there, and by symbol of the target s(t); of one model alone. */
  readonly states?: {
    readonly source: readonly (readonly number[])[];
    readonly target: readonly (readonly number[])[];
  };
}

/** What a model makes of a text. */
export interface Translation {
  readonly text: string;
  /** Its log-probability in nats, divided by the length penalty where there is one. */
  readonly score: number;
  /** It came to the bound of its length before its end. */
  readonly cut?: true;
  /** The likeliest translations, best first, where several were asked for. */
  readonly best?: readonly Omit<Translation, 'best' | 'trace'>[];
  /** What was done and attended to, where that was asked for. */
  readonly trace?: Alignment;
}

/** What each text becomes. Throws `bad-argument`. */
export function translationsOf(
  opened: Opened,
  texts: readonly string[],
  options: TranslationOptions,
): Translation[] {
  const { trace = false, best = 1 } = options;
  if (trace && opened.models.length > 1 && !opened.attends) {
    const what = 'trace of several models, not all of which attend to the same places';
    fail('bad-argument', 'translate', what, 'Leave it out, or choose models that attend');
  }
  return translateTexts(opened, texts, options).map((found, k): Translation => {
    const [first] = found;
    const all = first ? found.map((one) => asTranslation(opened, one)) : [{ text: '', score: 0 }];
    return {
      ...all[0],
      ...(best > 1 && { best: all }),
      ...(trace && first && { trace: traced(opened, texts[k], first) }),
    };
  });
}

/** The text of what was found. */
export const asTranslation = (
  { coding: { target } }: Opened,
  { symbols, score, ended, copied }: Found,
): Omit<Translation, 'best' | 'trace'> => ({
  text: target.decode(symbols, copied),
  score,
  ...(!ended && { cut: true }),
});

function traced(
  { context, models, coding, attends }: Opened,
  text: string,
  { symbols, copied }: Found,
): Alignment {
  const { target } = coding;
  const source = coding.ofSource(text);
  const names = {
    source: coding.namesOf(text),
    target: symbols.map((symbol, t) => copied.get(t)?.trim() ?? target.nameOf(symbol)),
  };
  if (models.length > 1) {
    const [weights] = alignments(context, models, [{ source, symbols }], target.begin);
    return { ...names, weights };
  }
  const [model] = models;
  const [{ weights, states }] = retraceAll(context, model, [{ source, symbols }], target.begin);
  const encoded = encodeText(context, model, source);
  return {
    ...names,
    ...(attends && { weights }),
    context: encoded.context,
    states: { source: encoded.states, target: states },
  };
}
