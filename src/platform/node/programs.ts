import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HostProgram, Programs } from '../program.ts';

const root = new URL('../../../', import.meta.url);

/** `.ts` in a checkout, `.js` in the package. */
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Other programs beside this process. None outlives it. */
export const programs: Programs = {
  runtime: process.execPath,
  path: (resource) => fileURLToPath(new URL(resource, root)),
  module: (path) => [
    ...(extension === '.ts' ? ['--conditions=source'] : []),
    fileURLToPath(new URL(`../../${path}${extension}`, import.meta.url)),
  ],
  start,
};

/** Those that run, with their folders. */
const alive = new Map<ChildProcess, string>();

/** One that is paused would stay so for good. */
function endAll(): void {
  for (const [child, folder] of alive) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<HostProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-program-'));
  const child = spawn(command, args, { stdio: 'pipe', env: { ...process.env, ...environment } });
  if (alive.size === 0) process.once('exit', endAll);
  alive.set(child, folder);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ending = endingOf(child);
  child.stdin.on('error', () => {}); // it has ended, and whoever reads from it is told so
  return {
    folder,
    ending,
    write: (line) => void child.stdin.write(`${line}\n`),
    read: async () => {
      const { done, value } = await lines.next();
      return done === true ? undefined : value;
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    peakMemory: () => peakMemoryOf(child),
    end: async () => {
      child.kill('SIGKILL');
      await ending;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Enough for the last line of a traceback. */
const TAIL = 4000;

function endingOf(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-TAIL)));
  return new Promise((resolve) => {
    const finish = (how: string): void => {
      alive.delete(child);
      if (alive.size === 0) process.off('exit', endAll);
      resolve(how);
    };
    child.on('error', (error) => finish(error.message));
    child.on('close', (code, signal) => {
      const how = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
      const last = errors.trimEnd().split('\n').at(-1);
      finish(last ? `${how}: ${last}` : how);
    });
  });
}

/** What Linux calls the high-water mark of a process's resident memory. */
async function peakMemoryOf({ pid }: ChildProcess): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
}
