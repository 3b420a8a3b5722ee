import type { Context } from '../tensor/context.ts';

/** What `make` gives; where it throws, nobody will use the context, and it is closed. */
export function closeOnError<R>(context: Context, make: () => R): R {
  try {
    return make();
  } catch (error) {
    context.close();
    throw error;
  }
}
