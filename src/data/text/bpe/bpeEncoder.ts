import { type AddedToken, type BpeTokenizer, normalizeText } from './bpeTokenizer.ts';
import { byteCharacters } from './byteAlphabet.ts';
import { mergeRanks } from './mergeRanks.ts';
import { splitPieces } from './splitPieces.ts';

export interface BpeEncoding {
  /** Reads special tokens that stand in a text, as '</s>', as the characters they are: for text from strangers. */
  readonly specialAsText?: boolean;
}

/** Gives [T] ids of a text. */
export type BpeEncoder = (text: string) => Int32Array;

const cacheSize = 1 << 16;

/**
 * What encodes texts; it remembers the pieces it has seen, so keep it. No begin and no end are added. The ids are those
 * that Hugging Face's tokenizers give with `add_special_tokens=False`. A lone surrogate, which UTF-8 cannot hold, is
 * read as U+FFFD.
 */
export function bpeEncoder(tokenizer: BpeTokenizer, { specialAsText = false }: BpeEncoding = {}): BpeEncoder {
  const added = tokenizer.added.filter(({ special }) => !(special && specialAsText));
  const splitRaw = splitAdded(added.filter(({ normalized }) => !normalized));
  const splitNormal = splitAdded(
    added
      .filter(({ normalized }) => normalized)
      .map((token) => ({ ...token, content: normalizeText(tokenizer, token.content) })),
  );
  const encodePiece = pieceEncoder(tokenizer);

  return (text) => {
    const ids: number[] = [];
    for (const part of splitRaw(text)) {
      if (typeof part === 'number') {
        ids.push(part);
        continue;
      }
      for (const stretch of splitNormal(normalizeText(tokenizer, part))) {
        if (typeof stretch === 'number') ids.push(stretch);
        else {
          const lacksBlank = tokenizer.addPrefixSpace && !stretch.startsWith(' ');
          for (const piece of splitPieces(lacksBlank ? ` ${stretch}` : stretch)) {
            for (const id of encodePiece(piece)) ids.push(id);
          }
        }
      }
    }
    return Int32Array.from(ids);
  };
}

function pieceEncoder(tokenizer: BpeTokenizer): (piece: string) => readonly number[] {
  const byteIds = byteCharacters.map((character) => tokenizer.ids.get(character) ?? -1);
  const merge = mergeRanks(tokenizer);
  const utf8 = new TextEncoder();
  const seen = new Map<string, readonly number[]>();
  return (piece) => {
    const known = seen.get(piece);
    if (known !== undefined) return known;
    const ids = Array.from(utf8.encode(piece), (byte) => byteIds[byte]);
    merge(ids);
    if (seen.size >= cacheSize) seen.clear();
    seen.set(piece, ids);
    return ids;
  };
}

/** Splits a text at added tokens, the longest where several begin: their ids, and the stretches between. */
function splitAdded(tokens: readonly AddedToken[]): (text: string) => (string | number)[] {
  const byContent = new Map(tokens.map((token) => [token.content, token]));
  const contents = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    contents.map((content) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'),
    'gu',
  );
  return (text) => {
    if (tokens.length === 0) return text === '' ? [] : [text];
    const parts: (string | number)[] = [];
    let from = 0;
    for (const { 0: content, index } of text.matchAll(pattern)) {
      const token = byContent.get(content);
      if (token === undefined || index < from) continue; // within the white space that the last one took
      const between = text.slice(from, index);
      const stretch = token.lstrip ? between.replace(/\p{White_Space}+$/u, '') : between;
      if (stretch !== '') parts.push(stretch);
      parts.push(token.id);
      from = index + content.length;
      if (token.rstrip) from += (/^\p{White_Space}+/u.exec(text.slice(from))?.[0] ?? '').length;
    }
    if (from < text.length) parts.push(text.slice(from));
    return parts;
  };
}
