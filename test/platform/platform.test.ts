import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { digest } from '../../src/platform/browser/digest.ts';
import { platform as browser } from '../../src/platform/browser/index.ts';
import { platform as node } from '../../src/platform/node/index.ts';

afterEach(() => vi.unstubAllGlobals());

const hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each([node, browser])('platform $name', (platform) => {
  test('sha256', async () => {
    expect(await platform.sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    const odd = new Uint8Array(randomBytes(1001)).subarray(3);
    expect(await platform.sha256(odd)).toBe(hex(odd));
  });

  test('gunzip gives the content; damaged data is an error that says so', async () => {
    const content = new Uint8Array(10_000).map((_, i) => i % 7);
    const zipped = new Uint8Array(gzipSync(content));
    expect(await platform.gunzip(zipped)).toEqual(content);
    for (const bad of [zipped.slice(0, -9), content, new Uint8Array()]) {
      await expect(platform.gunzip(bad)).rejects.toMatchObject({ code: 'bad-format' });
    }
  });

  test('a clock that runs, at least one processor, and a resource that is missing', async () => {
    expect(platform.now()).toBeLessThanOrEqual(platform.now());
    expect(platform.processors).toBeGreaterThanOrEqual(1);
    await expect(platform.resource('wasm/none.wasm')).rejects.toMatchObject({ code: 'file-missing' });
  });
});

test('the own SHA-256 equals the library at every length around a block', async () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    expect(Buffer.from(digest(bytes)).toString('hex')).toBe(hex(bytes));
  }
  vi.stubGlobal('crypto', {}); // as in a page that is not a secure context
  expect(await browser.sha256(new Uint8Array(3))).toBe(hex(new Uint8Array(3)));
});

test('a resource of the package is read from its root', async () => {
  expect(new TextDecoder().decode(await node.resource('package.json'))).toContain('"name": "unrolled"');
});

test('a resource in a browser is fetched from beside the module', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.pathname);
    return new Response(new Uint8Array([1, 2]), { status: url.pathname.includes('shared') ? 404 : 200 });
  });
  expect(await browser.resource('wasm/plain.wasm')).toEqual(new Uint8Array([1, 2]));
  expect(asked[0]).toBe(new URL('../../wasm/plain.wasm', import.meta.url).pathname);
  await expect(browser.resource('wasm/relaxed.shared.wasm')).rejects.toThrow('the server answers 404');
});
