import { fail } from '../../support/errors.ts';
import type { ErrorCode } from '../../support/catalogue.ts';

/** What a person can do about a system error code. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on this disk or choose a path on another one.',
  EDQUOT: 'Your disk quota is used up: free some space or choose a path on another disk.',
  EFBIG: 'The file is too large for this file system: choose a path on another one.',
  EACCES: 'Ask for permission on it or choose another path.',
  EPERM: 'Ask for permission on it or choose another path.',
  EROFS: 'This file system is read-only: choose a path on another one.',
  ENOENT: 'Create the folder first or check the path.',
  ENOTDIR: 'A part of the path is a file, not a folder: check the path.',
  EISDIR: 'The path is a folder: name a file in it.',
  ENAMETOOLONG: 'Choose a shorter name.',
  EMFILE: 'Too many files are open: close some programs or raise the limit (ulimit -n).',
  EIO: 'The disk reports a fault: check it, or choose a path on another one.',
};

/** True for an error of the system with this code, as `ENOENT`. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Throws the system error `error` as an UnrolledError that names `path`, the system's reason and a remedy. */
export function failSystem(code: ErrorCode, path: string, action: string, error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const reason = error.message.split(', ')[0];
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : '';
  fail(code, path, `${action}: ${reason}`, remedies[systemCode] ?? 'Check the path and try again.');
}
