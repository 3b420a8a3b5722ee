import { splitText } from '../../data/text/splitText.ts';

/** The symbols of a text: its characters, or its words, numbers and signs, in lower case. */
export function symbolsOf(text: string, unit: 'word' | 'character'): string[] {
  if (unit === 'character') return splitText(text, 'character');
  return splitText(text.toLowerCase(), 'word')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
}
