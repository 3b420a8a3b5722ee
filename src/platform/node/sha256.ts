import { createHash } from 'node:crypto';

/** One call of the hash takes less than 2 GiB. */
const CHUNK = 2 ** 30;

/** The SHA-256 of `bytes` in 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += CHUNK) hash.update(bytes.subarray(at, at + CHUNK));
  return hash.digest('hex');
}
