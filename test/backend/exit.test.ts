import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { fastBackends } from './fastBackends.ts';

const script = fileURLToPath(new URL('./leaveOpen.ts', import.meta.url));

it.each(fastBackends.map(([name]) => name))(
  'a process ends though its %s backend with two threads is open',
  async (name) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', script, name], {
      timeout: 30_000,
    });
    expect(stdout).toBe(`${name} 2\n`);
  },
);
