import type { Context } from '../../tensor/context.ts';
import { openContext } from '../../tensor/openContext.ts';
import { type Contender, measure, type Measured, type Repetitions } from './measure.ts';
import { checkedCell, type CheckedCell, type OurRun } from './ourRuns.ts';
import { peakProbes, peaksOf } from './peaks.ts';
import type { Peer } from './peer.ts';
import { type PeerRun, peerRun } from './peerRun.ts';
import type { BenchReport, BenchRow, Omission, Ratio } from './report.ts';
import type { Seat } from './seat.ts';
import { formatSize, type Size } from './size.ts';
import { type BenchCell, flops, type Work } from './work.ts';

export interface BenchPlan {
  readonly sizes: readonly { readonly size: Size; readonly seats: readonly Seat[] }[];
  readonly cells: readonly BenchCell[];
  readonly works: readonly Work[];
  readonly peers: readonly Peer[];
  readonly repetitions: Repetitions;
}

/** The clock in milliseconds, and who hears what happens. */
export interface BenchHost {
  readonly now: () => number;
  readonly tell: (line: string) => void;
}

/** Checks, then times: at each size all cells and works on all seats, the peaks and the peers, which take turns. */
export async function runBench(plan: BenchPlan, host: BenchHost): Promise<BenchReport> {
  const parts: BenchReport[] = [];
  for (const [k, { size, seats }] of plan.sizes.entries()) {
    const tell = (line: string): void =>
      host.tell(`${k + 1}/${plan.sizes.length} ${formatSize(size)}: ${line}`);
    parts.push(await benchSize(plan, size, seats, { ...host, tell }));
  }
  return {
    rows: parts.flatMap(({ rows }) => rows),
    ratios: parts.flatMap(({ ratios }) => ratios),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
    peaks: parts.flatMap(({ peaks }) => peaks),
  };
}

async function benchSize(
  plan: BenchPlan,
  size: Size,
  seats: readonly Seat[],
  { now, tell }: BenchHost,
): Promise<BenchReport> {
  const contexts: Context[] = [];
  const theirs: PeerRun[] = [];
  try {
    for (const seat of seats) contexts.push(await openContext(seat));
    tell('checking');
    const checked: CheckedCell[] = [];
    for (const cell of plan.cells) checked.push(await checkedCell(cell, plan.works, size, contexts, now));
    const leftOut: Omission[] = [];
    for (const { peer, threads, work, cell } of peerTasks(plan, seats, checked)) {
      const task = { cell: cell.cell, work, size };
      const run = await peerRun(peer, threads, task, cell);
      if (typeof run === 'string') leftOut.push({ peer: peer.name, threads, ...task, reason: run });
      else theirs.push(run);
    }
    tell('measuring');
    const ours = checked.flatMap(({ runs }) => runs);
    const probes = contexts.flatMap((context) => peakProbes(context, now));
    const measured = await measure<Contender>([...ours, ...probes, ...theirs], plan.repetitions);
    const rows = ours.map((run) => rowOf(run, size, measured.get(run)!.seconds));
    const ratios: Ratio[] = [];
    for (const run of theirs) {
      const their = measured.get(run);
      if (their) ratios.push(...ratiosOf(run, rows, their));
      else
        leftOut.push({
          peer: run.peer,
          threads: run.threads,
          ...run.task,
          reason: 'it ended as it was timed',
        });
    }
    return { rows, ratios, leftOut, peaks: peaksOf(probes, size, (probe) => measured.get(probe)!.seconds) };
  } finally {
    for (const run of theirs) await run.close();
    for (const context of contexts) context.close();
  }
}

/** What peers are to do: all that we do, on as many threads. */
function peerTasks({ peers, works }: BenchPlan, seats: readonly Seat[], checked: readonly CheckedCell[]) {
  const counts = [...new Set(seats.map(({ threads }) => threads))];
  return peers.flatMap((peer) =>
    counts.flatMap((threads) =>
      checked.flatMap((cell) => works.map((work) => ({ peer, threads, cell, work }))),
    ),
  );
}

function rowOf({ backend, cell, work, threads }: OurRun, size: Size, seconds: number): BenchRow {
  return { backend, cell, work, size, threads, seconds, gflops: flops(cell, work, size) / seconds / 1e9 };
}

/** A peer against each backend that did the same on as many threads, but for plain TypeScript. */
function ratiosOf(
  { peer, threads, task: { cell, work, size }, instead }: PeerRun,
  rows: readonly BenchRow[],
  { seconds, turns }: Measured,
): Ratio[] {
  return rows
    .filter((row) => row.cell === cell && row.work === work && row.threads === threads)
    .filter(({ backend }) => backend !== 'reference')
    .map((row) => ({
      ...{ peer, backend: row.backend, cell, work, size, threads, ratio: seconds / row.seconds, turns },
      ...(instead !== undefined && { instead }),
    }));
}
