import type { Json } from '../../../support/json.ts';
import type { BpeTokenizer } from './bpeTokenizer.ts';

/** JSON whose maps keep their order, also where the keys are digits. */
type Ordered = Json | ReadonlyMap<string, Json> | { readonly [key: string]: Ordered };

/**
 * The tokenizer.json that Hugging Face's tokenizers read, laid out as they write it: what `readTokenizer` has read of
 * theirs comes out the same.
 */
export function writeTokenizer({ symbols, modelSize, merges, added, frame }: BpeTokenizer): string {
  const vocab = new Map(symbols.slice(0, modelSize).map((symbol, id) => [symbol, id]));
  const addedTokens = added.map(({ id, content, lstrip, rstrip, normalized, special }) => {
    return { id, content, single_word: false, lstrip, rstrip, normalized, special };
  });
  return layOut({ ...frame, added_tokens: addedTokens, model: { ...frame.model, vocab, merges } }, '\n');
}

/** As JSON.stringify with two blanks a level; `newLine` ends with the blanks of the level it is called for. */
function layOut(value: Ordered, newLine: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${newLine}  `;
  const enclose = (open: string, lines: readonly string[], close: string): string =>
    lines.length === 0 ? open + close : open + inner + lines.join(`,${inner}`) + newLine + close;
  if (isList(value)) {
    return enclose(
      '[',
      value.map((item) => layOut(item, inner)),
      ']',
    );
  }
  const entries: Iterable<[string, Ordered]> = value instanceof Map ? value : Object.entries(value);
  return enclose(
    '{',
    Array.from(entries, ([key, item]) => `${JSON.stringify(key)}: ${layOut(item, inner)}`),
    '}',
  );
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
