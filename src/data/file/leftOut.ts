import { UnrolledError } from '../../support/errors.ts';

/** What becomes of what cannot be used: an error, or a count of what was left out. */
export interface LeftOut {
  readonly count: number;
  /** Throws an error that says how to leave out what it is about; or counts it, where it is one of bad data. */
  take(error: unknown): void;
  /** False, where what `refuse` throws is left out. */
  without(refuse: () => never): false;
}

/** `skip`: what is bad is left out and counted. */
export function leftOut(skip: boolean): LeftOut {
  let count = 0;
  const take = (error: unknown): void => {
    const isBad =
      error instanceof UnrolledError && (error.code === 'bad-data' || error.code === 'file-missing');
    if (!isBad) throw error;
    if (!skip)
      throw new UnrolledError(error.code, `${error.message} To leave it out, give --skip-bad.`, {
        cause: error,
      });
    count++;
  };
  return {
    get count() {
      return count;
    },
    take,
    without(refuse) {
      try {
        return refuse();
      } catch (error) {
        take(error);
        return false;
      }
    },
  };
}
