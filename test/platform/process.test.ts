import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';

let module = '';

/** The process module as plain JavaScript, so that any Node can run it as a process of its own. */
beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../src/platform/node/process.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, ssr: entry, minify: false, rollupOptions: { output: { format: 'es' } } },
  });
  if (!('output' in result)) throw new Error('vite did not give an output');
  module = `data:text/javascript;base64,${Buffer.from(result.output[0].code).toString('base64')}`;
});

const script = (body: string): string[] => [
  '--input-type=module',
  '-e',
  `import { hostProcess } from '${module}'; ${body}`,
];

test('arguments, environment, input lines, output and exit code', async () => {
  const body = `
    const lines = [];
    for await (const line of hostProcess.inputLines()) lines.push(line);
    hostProcess.out(JSON.stringify({ lines, args: hostProcess.args, home: hostProcess.environment('MARK'),
      columns: hostProcess.terminalColumns ?? null, terminal: hostProcess.errorIsTerminal }));
    hostProcess.error('to error');
    hostProcess.setExitCode(3);`;
  const running = spawn(process.execPath, script(body), { env: { ...process.env, MARK: 'm' } });
  running.stdin.end('one\r\ntwo\n\nlast');
  let out = '';
  let error = '';
  running.stdout.on('data', (part) => {
    out += part;
  });
  running.stderr.on('data', (part) => {
    error += part;
  });
  expect((await once(running, 'close'))[0]).toBe(3);
  expect(JSON.parse(out)).toEqual({
    lines: ['one', 'two', '', 'last'],
    args: [],
    home: 'm',
    columns: null,
    terminal: false,
  });
  expect(error).toBe('to error');
});

test('all of the input at once', async () => {
  const running = promisify(execFile)(process.execPath, script('hostProcess.out(await hostProcess.input())'));
  running.child.stdin?.end('a\nbé');
  expect((await running).stdout).toBe('a\nbé');
});

test('an interrupt calls back until the listener is taken away', async () => {
  const body = `
    const timer = setInterval(() => {}, 1000);
    const stop = hostProcess.onInterrupt(() => { stop(); hostProcess.out('caught'); });
    hostProcess.out('ready');`;
  const running = spawn(process.execPath, script(body));
  let out = '';
  running.stdout.on('data', (part) => {
    out += part;
    running.kill('SIGINT'); // once it is ready, and again once it has caught the first
  });
  expect((await once(running, 'close'))[1]).toBe('SIGINT');
  expect(out).toBe('readycaught');
});

test('output to a reader that has gone ends the process in silence', async () => {
  const running = spawn(process.execPath, script(`setInterval(() => hostProcess.out('x'.repeat(9999)), 1)`));
  let error = '';
  running.stderr.on('data', (part) => {
    error += part;
  });
  running.stdout.once('data', () => running.stdout.destroy());
  expect((await once(running, 'close'))[0]).toBe(0);
  expect(error).toBe('');
});
