import type { BackendName } from '../../backend/backend.ts';
import type { Context } from '../../tensor/context.ts';

/** A backend and how many threads it gets: a context of its own. */
export interface Seat {
  readonly backend: BackendName;
  readonly threads: number;
  /** Native only: an instruction set in place of the fastest. */
  readonly instructions?: string;
}

export const seatOf = ({ backend }: Context): Seat => ({ backend: backend.name, threads: backend.threads });

/** Each backend with each number of threads; the reference has one. */
export const seatsOf = (
  backends: readonly BackendName[],
  threads: readonly number[],
  instructions?: string,
): Seat[] =>
  backends.flatMap((backend) =>
    (backend === 'reference' ? [1] : threads).map((count) => ({
      ...{ backend, threads: count },
      ...(instructions !== undefined && { instructions }),
    })),
  );
