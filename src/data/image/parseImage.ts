import { fail } from '../../support/errors.ts';
import type { GrayImage } from './grayImage.ts';
import { parsePgm } from './parsePgm.ts';
import { parsePng } from './parsePng.ts';

/** Names that readers of folders take for pictures. */
export const imageNames = /\.(png|pgm)(\.gz)?$/i;

/** A picture in PNG or PGM, told by its first bytes. Throws `bad-data`, naming `where`. */
export function parseImage(bytes: Uint8Array, where: string): GrayImage {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return parsePng(bytes, where);
  if (bytes[0] === 0x50) return parsePgm(bytes, where);
  const what = bytes.length === 0 ? 'the file is empty' : 'it is neither PNG nor PGM';
  return fail('bad-data', where, what, 'Save the picture as PNG or PGM');
}
