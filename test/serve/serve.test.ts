import { request } from 'node:http';
import { platform } from '#platform';
import { afterEach, expect, test } from 'vitest';
import type { AnswerPath, WebServer } from '../../src/platform/webServer.ts';
import { serveStudio } from '../../src/serve/serveStudio.ts';
import { fakeHost } from '../cli/fakeHost.ts';

let server: WebServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: AnswerPath, port = 0): Promise<WebServer> {
  const started = await platform.serve?.(port, answer);
  if (!started) throw new Error('Node serves');
  return started;
}

/** Asks for a path exactly as it stands, which `fetch` would tidy. */
function ask(
  url: string,
  path: string,
  method = 'GET',
): Promise<{ status: number; body: string; headers: object }> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, agent: false }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a web server answers paths as they were sent, without their query', async () => {
  server = await serve(async (path) => ({ status: 200, headers: { 'x-own': 'yes' }, body: bytes(path) }));
  expect(await ask(server.url, '/a/../b?c=d')).toMatchObject({
    status: 200,
    body: '/a/../b',
    headers: { 'x-own': 'yes', 'content-length': '7' },
  });
  expect(await ask(server.url, '/a', 'HEAD')).toMatchObject({ status: 200, body: '' });
  expect(await ask(server.url, '/a', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

test('what cannot be answered is a fault of the server', async () => {
  server = await serve(() => Promise.reject(new Error('no')));
  expect((await ask(server.url, '/')).status).toBe(500);
});

test('a port that another program has is refused, with a remedy', async () => {
  server = await serve(async () => ({ status: 200, headers: {}, body: bytes('') }));
  const { port } = new URL(server.url);
  await expect(serveStudio(Number(port))).rejects.toThrow(
    `port ${port}: another program listens there. Choose another port`,
  );
});

test('Studio is served with its types, isolated from other sites', async () => {
  server = await serveStudio(0);
  const first = await ask(server.url, '/');
  expect(first).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  });
  const script = /src="\.(\/assets\/[\w-]+\.js)"/.exec(first.body)?.[1] ?? '';
  const { headers, status } = await ask(server.url, script);
  expect([status, headers]).toMatchObject([200, { 'content-type': 'text/javascript; charset=utf-8' }]);
});

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/assets/../../package.json',
  '/assets/..\\..\\package.json',
  '//etc/hosts.html',
  '/.stamp',
  '/assets',
  '/nothing.js',
  '/%00.html',
])('Studio gives nothing but its own files: %s', async (path) => {
  server = await serveStudio(0);
  expect(await ask(server.url, path)).toMatchObject({ status: 404, body: 'There is no such file.\n' });
});

test('the command says where the page is, and ends with Ctrl-C', async () => {
  const { run, state, interrupt } = await fakeHost();
  const running = run('studio', '--port', '0', '--json');
  while (state.out === '') await new Promise((resolve) => setTimeout(resolve, 5));
  const { url } = JSON.parse(state.out) as { url: string };
  expect((await ask(url, '/')).body).toContain('<title>Unrolled Studio</title>');
  interrupt();
  expect((await running).code).toBe(0);
  await expect(ask(url, '/')).rejects.toThrow('ECONNREFUSED');
});

test('a port that cannot be is refused', async () => {
  const { run } = await fakeHost();
  expect(await run('studio', '--port', '70000')).toMatchObject({
    code: 2,
    error: expect.stringContaining('--port'),
  });
});
