import { UnrolledError } from '../support/errors.ts';
import type { SentError } from './fitMessages.ts';

/** An error as plain data: structured clones of errors lose their class and code. */
export function sendError(error: unknown): SentError {
  if (error instanceof UnrolledError) return { code: error.code, message: error.message };
  return { code: null, message: error instanceof Error ? error.message : String(error) };
}

/** The error that was sent. */
export function receiveError({ code, message }: SentError): Error {
  return code === null ? new Error(message) : new UnrolledError(code, message);
}
