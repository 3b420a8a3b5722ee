import { openContext } from '../../../tensor/openContext.ts';
import { checkAgree, checkNear, type Computed } from '../check.ts';
import { type Contender, measure, type Repetitions, timed } from '../measure.ts';
import type { BenchHost } from '../runBench.ts';
import type { Seat } from '../seat.ts';
import type { Work } from '../work.ts';
import {
  cellsOf,
  type GridSize,
  type GridWork,
  gridWork,
  standardGrids,
  type Way,
  ways,
} from './gridWork.ts';

export interface GridPlan {
  readonly seats: readonly Seat[];
  readonly works: readonly Work[];
  readonly repetitions: Repetitions;
  /** By default `standardGrids`. */
  readonly size?: GridSize;
}

/** What a sweep needed when it was computed in one way. */
export interface GridRow extends Seat {
  readonly way: Way;
  readonly work: Work;
  /** Cells of all grids. */
  readonly cells: number;
  /** Median of one pass. */
  readonly seconds: number;
  readonly turns: number;
  /** The time of `cell by cell` over this one. */
  readonly ratio: number;
}

interface Run extends Contender, Seat {
  readonly way: Way;
  readonly work: Work;
}

/** Checks that all ways give the same, the kernel the same bits on any number of threads; then they take turns. Throws `wrong-result`. */
export async function runGrid(
  { seats, works, repetitions, size = standardGrids }: GridPlan,
  { now, tell }: BenchHost,
): Promise<readonly GridRow[]> {
  const opened: { readonly seat: Seat; readonly work: GridWork; close(): void }[] = [];
  try {
    for (const seat of seats) {
      const context = await openContext(seat);
      opened.push({ seat, work: gridWork(context, size), close: () => context.close() });
    }
    tell('grid: checking');
    const resultsOf = (way: Way): Computed[] =>
      opened.map(({ seat, work }) => ({
        by: `${seat.backend} ${way}`,
        threads: seat.threads,
        results: work.results(way),
      }));
    const fused = resultsOf('one kernel');
    checkAgree('grid', fused);
    for (const other of [...resultsOf('by diagonals'), ...resultsOf('cell by cell')])
      checkNear('grid', other, fused[0]);
    tell('grid: measuring');
    const runs = opened.flatMap(({ seat, work: all }) =>
      works.flatMap((work) =>
        ways.map((way): Run => ({ ...seat, way, work, turn: timed(() => all.run(way, work), now) })),
      ),
    );
    const measured = await measure(runs, repetitions);
    const secondsOf = (run: Run): number => measured.get(run)?.seconds ?? Number.NaN;
    return runs.map((run): GridRow => {
      const { backend, threads, way, work } = run;
      const slow = runs.find(
        (one) =>
          one.way === 'cell by cell' &&
          one.work === work &&
          one.backend === backend &&
          one.threads === threads,
      );
      const seconds = secondsOf(run);
      return {
        ...{ backend, threads, way, work, cells: cellsOf(size), seconds },
        turns: measured.get(run)?.turns ?? 0,
        ratio: slow ? secondsOf(slow) / seconds : Number.NaN,
      };
    });
  } finally {
    for (const one of opened) {
      one.work.close();
      one.close();
    }
  }
}
