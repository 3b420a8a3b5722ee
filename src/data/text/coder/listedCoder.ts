import { encodeTokens, vocabularyFromJSON } from '../vocabulary.ts';
import { BEGIN, type Coder, END } from './coder.ts';
import { joinUnits, type ListedUnit, plainText, splitUnits } from './units.ts';

/** Of symbols by a list, the one for all others first; what it does not have is read as that. Throws `bad-model`. */
export function listedCoder(unit: ListedUnit, lowercase: boolean, symbols: readonly string[]): Coder {
  const vocabulary = vocabularyFromJSON({ unit: 'token', symbols });
  const [begin, end] = [BEGIN, END].map((symbol) => vocabulary.ids.get(symbol) ?? 0);
  const split = (text: string): string[] => splitUnits(plainText(text, lowercase), unit);
  return {
    size: symbols.length,
    begin,
    end,
    never: [0, begin],
    unknown: 0,
    encode: (text) => encodeTokens(vocabulary, split(text)),
    split,
    decode: (ids, instead) =>
      joinUnits(
        ids.map((id, place) => instead?.get(place) ?? symbols[id]),
        unit,
      ),
    nameOf: (id) => symbols[id].trim() || symbols[id],
  };
}
