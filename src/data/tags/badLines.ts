import { fail, UnrolledError } from '../../support/errors.ts';

/** What becomes of what cannot be read: an error, or a count of what was left out. */
export interface BadLines {
  readonly count: number;
  /** Throws `bad-data` with file and line, or counts a sentence as left out. */
  report(file: string, line: number, what: string, remedy: string): void;
  /** Throws what stopped the reading of one item on its own, or counts it as left out. */
  rethrow(error: unknown): void;
}

/** `skip`: sentences that are bad are left out and counted. */
export function badLines(skip: boolean): BadLines {
  let count = 0;
  return {
    get count() {
      return count;
    },
    report(file, line, what, remedy) {
      if (!skip)
        fail('bad-data', `${file}, line ${line}`, what, `${remedy}, or leave it out with --skip-bad`);
      count++;
    },
    rethrow(error) {
      if (!skip || !(error instanceof UnrolledError)) throw error;
      count++;
    },
  };
}
