/** Unrolled: recurrent networks for TypeScript. */
export { UnrolledError } from './support/errors.ts';
export type { ErrorCode } from './support/catalogue.ts';
