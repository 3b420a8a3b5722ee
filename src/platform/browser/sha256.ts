import { digest } from './digest.ts';

/** The SHA-256 of `bytes` in 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // A page that is not a secure context (http on a local network) has no `crypto.subtle`.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const hash = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : digest(bytes);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
