import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Installed {
  readonly folder: string;
  /** Runs a program there; gives what it wrote to standard output. Throws with its exit code and all that it wrote. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Packs this package as it would be published and installs it into a new folder with the user's programs. */
export async function installPackage(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-user-'));
  const execute = promisify(execFile);
  const run = async (program: string, ...args: string[]): Promise<string> => {
    const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 2 ** 26 };
    return execute(program, args, options).then(
      ({ stdout }) => stdout,
      (error) => {
        const message = `${program} ${args.join(' ')}: ${error.message}\n${error.stdout}\n${error.stderr}`;
        throw Object.assign(new Error(message), { code: error.code });
      },
    );
  };
  await cp(join(root, 'test/package/consumer'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  const packed = await run('npm', 'pack', root, '--ignore-scripts', '--json');
  const [{ filename }]: [{ filename: string }] = JSON.parse(packed);
  await run('npm', 'install', `./${filename}`, '--no-audit', '--no-fund', '--prefer-offline');
  return { folder, run, remove: () => rm(folder, { recursive: true, force: true }) };
}
