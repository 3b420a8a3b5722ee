import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { fastBackends } from './fastBackends.ts';

async function run(script: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const options = { timeout: 30_000 };
  return (await promisify(execFile)(process.execPath, ['--conditions=source', path, ...args], options))
    .stdout;
}

it.each(fastBackends.map(([name]) => name))(
  'a process ends though its %s backend with two threads is open',
  async (name) => {
    expect(await run('./leaveOpen.ts', name)).toBe(`${name} 2\n`);
  },
);

it('a process lives on though a thread of the WebAssembly pool traps', async () => {
  expect(await run('./workerTraps.ts')).toBe('alive\n');
});
