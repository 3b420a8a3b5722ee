import { type BackendOptions, openBackend } from '../backend/open.ts';
import { Context } from './context.ts';

/**
 * A new context on a backend of its own: `auto` takes the native one where it has been built, else WebAssembly; as many
 * threads as there are processors, at most 8. Close it when it is no longer needed. Throws `no-backend`,
 * `bad-argument`.
 */
export async function openContext(options: BackendOptions = {}): Promise<Context> {
  return new Context(await openBackend(options));
}
