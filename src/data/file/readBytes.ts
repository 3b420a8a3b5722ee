import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';

/** The bytes of a file, gunzipped when the first two say so (not by its name). Throws `file-missing`, `bad-data`. */
export async function readBytes(
  platform: Pick<Platform, 'files' | 'gunzip'>,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return unpackBytes(platform, await platform.files.read(path), path);
}

/** The bytes of a file that was read or dropped elsewhere; `where` names it in errors. */
export async function unpackBytes(
  platform: Pick<Platform, 'gunzip'>,
  bytes: Uint8Array<ArrayBuffer>,
  where: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const isGzip = bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  try {
    return await platform.gunzip(bytes);
  } catch {
    return fail(
      'bad-data',
      where,
      'the file starts as gzip does but cannot be unpacked',
      'It may be cut short: copy it again, or give the unpacked file.',
    );
  }
}
