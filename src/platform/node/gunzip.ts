import { promisify } from 'node:util';
import { gunzip as inflate } from 'node:zlib';
import { fail } from '../../support/errors.ts';

/** The content of a gzip file. Throws `bad-format` if it is damaged or not one. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const content = await promisify(inflate)(bytes);
    return new Uint8Array(content.buffer, content.byteOffset, content.length);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      'bad-format',
      'gunzip',
      `the data is not a whole gzip file (${reason})`,
      'Fetch the file again.',
    );
  }
}
