import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const node = [
  join(root, 'node_modules', '.bin', 'node'),
  '--conditions=source',
  join(root, 'src/cli/main.ts'),
];

export interface Result {
  /** Null where a signal ended the process. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** The real command as a process of its own, in `folder`; `shell` is run before it in the same shell. */
export function startUnrolled(
  folder: string,
  args: readonly string[],
  shell?: string,
): { readonly child: ChildProcess; readonly result: Promise<Result> } {
  const words = shell === undefined ? node : ['/bin/bash', '-c', `${shell}; exec "$@"`, 'bash', ...node];
  const child = spawn(words[0], [...words.slice(1), ...args], { cwd: folder });
  const result = new Promise<Result>((resolve) => {
    let out = '';
    let error = '';
    child.stdout?.on('data', (part) => {
      out += part;
    });
    child.stderr?.on('data', (part) => {
      error += part;
    });
    child.on('close', (code) => resolve({ code, out, error }));
  });
  return { child, result };
}

/** Runs it to its end; the line is split at blanks. */
export const unrolled = (folder: string, line: string, shell?: string): Promise<Result> =>
  startUnrolled(folder, line.split(' '), shell).result;
