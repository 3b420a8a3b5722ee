import type { Context } from '../../tensor/context.ts';
import { checkAgree, checkSmall, type Computed } from './check.ts';
import { type Contender, timed } from './measure.ts';
import { benchNetwork, type Given } from './network.ts';
import { type Seat, seatOf } from './seat.ts';
import { formatSize, type Size } from './size.ts';
import type { BenchCell, Work } from './work.ts';

export interface OurRun extends Contender, Seat {
  readonly cell: BenchCell;
  readonly work: Work;
}

/** A cell that gives the right numbers in every context. */
export interface CheckedCell {
  readonly cell: BenchCell;
  /** What it is given, and what comes out of it. */
  readonly given: Given;
  readonly computed: Computed;
  readonly runs: readonly OurRun[];
}

/** A cell with its works in every context, after it has given the right numbers. Throws `wrong-result`. */
export async function checkedCell(
  cell: BenchCell,
  works: readonly Work[],
  size: Size,
  contexts: readonly Context[],
  now: () => number,
): Promise<CheckedCell> {
  await checkSmall(contexts, { cell });
  const made = contexts.map((context) => ({
    seat: seatOf(context),
    network: benchNetwork(context, { cell }, size),
  }));
  const computed = made.map(
    ({ seat: { backend: by, threads }, network }): Computed => ({
      by,
      threads,
      results: network.results(),
    }),
  );
  checkAgree(`${cell} ${formatSize(size)}`, computed);
  const runs = made.flatMap(({ seat, network }) =>
    works.map((work): OurRun => ({ ...seat, cell, work, turn: timed(() => network.run(work), now) })),
  );
  return { cell, given: made[0].network.given(), computed: computed[0], runs };
}
