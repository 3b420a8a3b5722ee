/**
 * GPT-2's alphabet of bytes (Radford et al., 2019): a printable character for each of the 256 bytes, so that a symbol
 * of any bytes can be written in a file. Printable bytes stand for themselves, the others take U+0100 and on.
 */
export const byteCharacters: readonly string[] = byteAlphabet();

const bytes: ReadonlyMap<string, number> = new Map(
  byteCharacters.map((character, byte) => [character, byte]),
);

const utf8 = new TextEncoder();

/** The bytes of a symbol. One that is not written in the alphabet, as a special token may be, stands for itself. */
export function symbolBytes(symbol: string): Uint8Array {
  const found = Array.from(symbol, (character) => bytes.get(character));
  return found.some((byte) => byte === undefined) ? utf8.encode(symbol) : Uint8Array.from(found, Number);
}

function byteAlphabet(): string[] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(isPrintable ? byte : 0x100 + others++);
  });
}
