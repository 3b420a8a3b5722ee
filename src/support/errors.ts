import type { ErrorCode } from './catalogue.ts';
import { catalogue } from './catalogue.ts';

/**
 * Every error that Unrolled throws on purpose. The message names the operation or file, what is wrong (full
 * shapes, or line and column) and the remedy; `code` is one of the catalogue, for programs.
 */
export class UnrolledError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnrolledError';
    this.code = code;
  }

  /** The exit code of a command that ends with this error: 2 for bad arguments or input, 1 for failures. */
  get exitCode(): 1 | 2 {
    return catalogue[this.code].exit;
  }
}

/**
 * Throws an UnrolledError: `where: what. remedy`. A remedy gets its full stop here; one that ends with a command line
 * after a colon gets none, so that it can be pasted.
 */
export function fail(code: ErrorCode, where: string, what: string, remedy: string): never {
  const isClosed = /[.!?]$/.test(remedy) || /:\s+(npx|npm|unrolled) .*$/.test(remedy);
  throw new UnrolledError(code, `${where}: ${what}. ${remedy}${isClosed ? '' : '.'}`);
}
