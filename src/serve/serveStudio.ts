import { platform } from '#platform';
import type { WebAnswer, WebServer } from '../platform/webServer.ts';
import { fail, UnrolledError } from '../support/errors.ts';

/** The folder of the package that holds the page, and its first file. */
const FOLDER = 'studio-dist';
const FIRST = 'index.html';

/** The types of its files by the ends of their names. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

/** With these a page may share memory between threads; and what it loads is its own. */
const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** A path of plain names, none of which begins with a dot: it cannot lead out of the folder. */
const PATH = /^(\/[\w-][\w.-]*)+$/;

/**
 * Serves Studio, the page in which a network trains, to this machine. Throws `file-missing` where the package does not
 * hold it, and `bad-argument` for a port that cannot be had.
 */
export async function serveStudio(port: number): Promise<WebServer> {
  const { serve } = platform;
  if (!serve) {
    return fail('bad-argument', 'studio', 'a page cannot serve pages', 'Run npx unrolled studio');
  }
  await page(`/${FIRST}`);
  return serve(port, answerPath);
}

const page = (path: string): Promise<Uint8Array> => platform.resource(FOLDER + path);

async function answerPath(path: string): Promise<WebAnswer> {
  const file = path === '/' ? `/${FIRST}` : path;
  const type = types[file.split('.').at(-1) ?? ''];
  if (PATH.test(file) && type !== undefined) {
    try {
      return { status: 200, headers: { ...headers, 'content-type': type }, body: await page(file) };
    } catch (error) {
      if (!(error instanceof UnrolledError)) throw error;
    }
  }
  const body = new TextEncoder().encode('There is no such file.\n');
  return { status: 404, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body };
}
