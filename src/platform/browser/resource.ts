import { fail } from '../../support/errors.ts';

/** Each URL is written out in full, because that is the form in which bundlers find an asset and ship it. */
const urls: Readonly<Record<string, URL>> = {
  'wasm/plain.wasm': new URL('../../../wasm/plain.wasm', import.meta.url),
  'wasm/relaxed.wasm': new URL('../../../wasm/relaxed.wasm', import.meta.url),
  'wasm/plain.shared.wasm': new URL('../../../wasm/plain.shared.wasm', import.meta.url),
  'wasm/relaxed.shared.wasm': new URL('../../../wasm/relaxed.shared.wasm', import.meta.url),
};

/** The bytes of a file of the package, by its path from the package root. Throws `file-missing`. */
export async function resource(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = urls[path];
  if (url === undefined) {
    fail(
      'file-missing',
      path,
      'the package has no such resource for browsers',
      `It has ${Object.keys(urls).join(', ')}.`,
    );
  }
  const remedy = 'See that the server or bundler ships the folder wasm of the package unrolled.';
  const response = await fetch(url).catch((error) =>
    fail('file-missing', url.href, `cannot be fetched (${String(error)})`, remedy),
  );
  if (!response.ok) fail('file-missing', url.href, `the server answers ${response.status}`, remedy);
  return new Uint8Array(await response.arrayBuffer());
}
