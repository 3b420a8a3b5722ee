import { fail } from '../../support/errors.ts';
import { checkSize, type GrayImage } from './grayImage.ts';

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const HASH = 0x23;

/**
 * A portable graymap: P2 (numbers as text) or P5 (bytes, or pairs of them, the high one first), with comments after #,
 * of any greatest value to 65535. Of several pictures in a file the first. Throws `bad-data`, naming `where`.
 */
export function parsePgm(bytes: Uint8Array, where: string): GrayImage {
  const magic = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  if (magic !== 'P2' && magic !== 'P5') refuse(where, 'it does not begin with P2 or P5');
  const numbers = numbersFrom(bytes, 2, where);
  const [width, height, greatest] = [numbers.next(), numbers.next(), numbers.next()];
  checkSize(where, height, width);
  if (greatest < 1 || greatest > 65_535)
    refuse(where, `its greatest value is ${greatest}, not between 1 and 65535`);
  const pixels = new Float32Array(height * width);
  const size = greatest > 255 ? 2 : 1;
  const first = numbers.at + 1; // a single blank ends the header
  if (magic === 'P5' && bytes.length < first + size * pixels.length) {
    refuse(where, `it ends after ${Math.max(0, bytes.length - first)} of ${size * pixels.length} bytes`);
  }
  for (let k = 0; k < pixels.length; k++) {
    const at = first + size * k;
    const value = magic === 'P2' ? numbers.next() : size === 1 ? bytes[at] : 256 * bytes[at] + bytes[at + 1];
    if (value > greatest) refuse(where, `pixel ${k} is ${value}, more than the greatest value, ${greatest}`);
    pixels[k] = value / greatest;
  }
  return { height, width, pixels };
}

/** Numbers that blanks or comments part; `at` is behind the last one. */
function numbersFrom(
  bytes: Uint8Array,
  start: number,
  where: string,
): { next(): number; readonly at: number } {
  let at = start;
  return {
    get at() {
      return at;
    },
    next() {
      while (at < bytes.length && (isBlank(bytes[at]) || bytes[at] === HASH)) {
        if (bytes[at] === HASH) while (at < bytes.length && bytes[at] !== 0x0a) at++;
        else at++;
      }
      const begin = at;
      let value = 0;
      while (bytes[at] >= 0x30 && bytes[at] <= 0x39 && at - begin < 10) {
        value = 10 * value + bytes[at++] - 0x30;
      }
      const ends = at >= bytes.length || isBlank(bytes[at]) || bytes[at] === HASH;
      if (at === begin || !ends) refuse(where, `a number is expected at byte ${begin}`);
      return value;
    },
  };
}

const refuse = (where: string, what: string): never =>
  fail('bad-data', where, `no whole PGM picture: ${what}`, 'Save the picture as PGM (P2 or P5) again');
