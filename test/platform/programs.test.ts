import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { programs } from '../../src/platform/node/programs.ts';

const start = (body: string) => programs.start(programs.runtime, ['-e', body], { MARK: 'm' });

describe('a program beside this one', () => {
  test('is spoken to line by line, and has a folder until it is ended', async () => {
    const program = await start(
      `require('readline').createInterface({input: process.stdin}).on('line', (line) => console.log(process.env.MARK + line))`,
    );
    program.write('one');
    expect(await program.read()).toBe('mone');
    program.write('two');
    expect(await program.read()).toBe('mtwo');
    expect((await stat(program.folder)).isDirectory()).toBe(true);
    await program.end();
    expect(await program.read()).toBeUndefined();
    expect(await program.ending).toBe('it was ended by SIGKILL');
    await expect(stat(program.folder)).rejects.toThrow('ENOENT');
  });

  test('does nothing while it is paused', async () => {
    const program = await start(`setInterval(() => console.log(performance.now()), 5)`);
    const times: number[] = [];
    for (let k = 0; k < 3; k++) times.push(Number(await program.read()));
    program.pause();
    await new Promise((resolve) => setTimeout(resolve, 400));
    program.resume();
    while (times.length < 40) times.push(Number(await program.read()));
    await program.end();
    const gaps = times.slice(1).map((time, k) => time - times[k]);
    expect(Math.max(...gaps)).toBeGreaterThan(300);
  });

  test('is ended also while it is paused', async () => {
    const program = await start(`setInterval(() => {}, 5)`);
    program.pause();
    await program.end();
    expect(await program.ending).toBe('it was ended by SIGKILL');
  });

  test('ends with the process that started it, also while it is paused', async () => {
    const module = new URL('../../src/platform/node/programs.ts', import.meta.url).href;
    const body = `import { programs } from '${module}';
      const child = await programs.start(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 5)']);
      console.log(await child.read() + ' ' + child.folder);
      child.pause();
      process.exit(0);`;
    const { stdout } = await promisify(execFile)(programs.runtime, ['--input-type=module', '-e', body]);
    const [pid, folder] = stdout.trim().split(' ');
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    // Z: it has ended, and nobody has asked how.
    const state = (): Promise<string> =>
      readFile(`/proc/${pid}/stat`, 'utf8').then(
        (text) => text.split(' ')[2],
        () => 'gone',
      );
    await vi.waitFor(async () => expect(await state()).toMatch(/^(Z|gone)$/));
  });

  test('says how it ended', async () => {
    const program = await start(`console.error('first'); console.error('last'); process.exit(3)`);
    expect(await program.ending).toBe('it ended with code 3: last');
    expect(await program.read()).toBeUndefined();
    program.write('to nobody');
    await program.end();
  });

  test('may not exist', async () => {
    const program = await programs.start('/nowhere/program', []);
    expect(await program.ending).toBe('spawn /nowhere/program ENOENT');
    expect(await program.read()).toBeUndefined();
    await program.end();
  });
});
