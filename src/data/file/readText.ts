import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { invalidUtf8At } from './invalidUtf8At.ts';
import { unpackBytes } from './readBytes.ts';

/**
 * The text of a file: UTF-8, gunzipped when its first two bytes say so (not by its name), without a byte order
 * mark. Throws `file-missing` (from the platform) and `bad-data` for a file that is empty, damaged or not text.
 */
export async function readText(platform: Pick<Platform, 'files' | 'gunzip'>, path: string): Promise<string> {
  return decodeText(platform, await platform.files.read(path), path);
}

/** The text in the bytes of a file that was read or dropped elsewhere; `where` names it in errors. */
export async function decodeText(
  platform: Pick<Platform, 'gunzip'>,
  bytes: Uint8Array<ArrayBuffer>,
  where: string,
): Promise<string> {
  const content = await unpackBytes(platform, bytes, where);
  if (content.length === 0) fail('bad-data', where, 'the file is empty', 'Give a file with some text in it.');
  refuseBinary(content, where);
  const text = new TextDecoder('utf-8').decode(content);
  if (text.trim() === '') {
    fail('bad-data', where, 'the file holds nothing but blanks', 'Give a file with some text in it.');
  }
  return text;
}

function refuseBinary(bytes: Uint8Array, where: string): void {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) fail('bad-data', where, 'the text is UTF-16', 'Save the file as UTF-8.');
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    fail(
      'bad-data',
      where,
      `not a text file: byte ${nul} is NUL`,
      'Give a text file in UTF-8, or one in gzip.',
    );
  }
  const invalid = invalidUtf8At(bytes);
  if (invalid >= 0) {
    const byte = bytes[invalid].toString(16).padStart(2, '0');
    fail(
      'bad-data',
      where,
      `not UTF-8 text: byte ${invalid} (hexadecimal ${byte}) does not fit`,
      'Save the file as UTF-8 (older spreadsheets write Windows-1252), or give a text file.',
    );
  }
}
