import type { BackendName } from '../../backend/backend.ts';
import type { Platform } from '../../platform/platform.ts';
import { contestNames, holdContest } from './contest/contests.ts';
import { drawContest } from './contest/report.ts';
import type { Drawing } from './drawing.ts';
import { drawGrid } from './grid/drawGrid.ts';
import { runGrid } from './grid/runGrid.ts';
import { drawGrowth } from './growth/drawGrowth.ts';
import { growthPlots } from './growth/growthPlots.ts';
import { runGrowth } from './growth/runGrowth.ts';
import type { Repetitions } from './measure.ts';
import { drawOptions } from './options/drawOptions.ts';
import { optionSizes, runOptions } from './options/runOptions.ts';
import type { BenchHost } from './runBench.ts';
import { seatsOf } from './seat.ts';
import type { Size } from './size.ts';
import { drawStart } from './start/drawStart.ts';
import { runStart } from './start/runStart.ts';
import type { BenchCell, Work } from './work.ts';

/** The parts of the bench beside `layers`. */
export const otherParts = [...contestNames, 'options', 'growth', 'grid', 'start'] as const;
export type OtherPart = (typeof otherParts)[number];

/** What parts are to measure: what was asked for, and what holds where nothing was said. */
export interface Asked {
  readonly sizes: readonly Size[] | undefined;
  readonly backends: readonly BackendName[] | undefined;
  /** Backends that work here, the fastest first. */
  readonly usable: readonly BackendName[];
  readonly threads: readonly number[];
  readonly cells: readonly BenchCell[];
  readonly works: readonly Work[];
  readonly repetitions: Repetitions;
  /** PyTorch takes part in contests. */
  readonly torch: boolean;
}

/** What a part found. */
export interface PartReport {
  /** For `--json`, under the part's name. */
  readonly json: object;
  /** For a terminal. */
  readonly lines: readonly string[];
  readonly drawings: readonly Drawing[];
}

/** Runs a part. Throws `wrong-result`, `no-peer`, `no-backend`, `file-missing`. */
export async function runPart(
  part: OtherPart,
  { sizes = optionSizes, threads, cells, works, repetitions, torch, ...asked }: Asked,
  platform: Platform,
  tell: BenchHost['tell'],
): Promise<PartReport> {
  const host: BenchHost = { now: () => platform.now(), tell };
  const backends = asked.backends ?? asked.usable.slice(0, 1);
  switch (part) {
    case 'options': {
      const seats = seatsOf(backends, threads);
      const rows = await runOptions({ sizes, cells, works, seats, repetitions }, host);
      return { json: { rows }, lines: drawOptions(rows), drawings: [] };
    }
    case 'growth': {
      const curves = await runGrowth({ cells, backends, threads, repetitions }, host);
      return { json: { curves }, lines: drawGrowth(curves), drawings: growthPlots(curves) };
    }
    case 'grid': {
      const rows = await runGrid({ seats: seatsOf(backends, threads), works, repetitions }, host);
      return { json: { rows }, lines: drawGrid(rows), drawings: [] };
    }
    case 'start': {
      const seats = seatsOf(asked.backends ?? asked.usable.filter((name) => name !== 'reference'), threads);
      const rows = await runStart({ seats, turns: repetitions.least }, platform, tell);
      return { json: { rows }, lines: drawStart(rows), drawings: [] };
    }
    default: {
      const [backend] = backends;
      const { name: _, ...contest } = await holdContest(
        part,
        { backend, threads, torch, repetitions },
        platform,
        tell,
      );
      return { json: contest, lines: drawContest({ name: part, ...contest }), drawings: [] };
    }
  }
}
