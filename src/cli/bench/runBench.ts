import { openContext } from '../../tensor/openContext.ts';
import type { BackendName } from '../../backend/backend.ts';
import type { Context } from '../../tensor/context.ts';
import { checkAgree, checkSmall } from './check.ts';
import { type Contender, measure, type Repetitions } from './measure.ts';
import { benchNetwork } from './network.ts';
import { peakProbes } from './peaks.ts';
import type { Peer, PeerProcess } from './peer.ts';
import type { BenchReport, BenchRow, Peaks, Ratio } from './report.ts';
import { formatSize, type Size } from './size.ts';
import { type BenchCell, flops, type Work } from './work.ts';

/** A backend and how many threads it gets: a context of its own. */
export interface Seat {
  readonly backend: BackendName;
  readonly threads: number;
}

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
    peaks: parts.flatMap(({ peaks }) => peaks),
  };
}

async function benchSize(
  plan: BenchPlan,
  size: Size,
  seats: readonly Seat[],
  host: BenchHost,
): Promise<BenchReport> {
  const contexts: Context[] = [];
  const processes: PeerSeat[] = [];
  try {
    for (const seat of seats) contexts.push(await openContext(seat));
    for (const peer of plan.peers) {
      for (const threads of new Set(seats.map((seat) => seat.threads))) {
        const process = await peer.start(threads);
        if (process) processes.push({ peer: peer.name, threads, process });
      }
    }
    host.tell('checking');
    const ours = await checkedRuns(plan, size, contexts, host.now);
    const probes = contexts.flatMap((context) => probeRuns(context, host.now));
    const theirs = processes.flatMap((seat) => peerRuns(plan, size, seat));
    host.tell('measuring');
    const seconds = await measure<Contender>([...ours, ...probes, ...theirs], plan.repetitions);
    const rows = ours.map((run) => rowOf(run, size, seconds.get(run)!));
    return {
      rows,
      ratios: theirs.flatMap((run) => ratiosOf(run, rows, seconds.get(run)!)),
      peaks: peaksOf(probes, size, (probe) => seconds.get(probe)!),
    };
  } finally {
    for (const { process } of processes) process.close();
    for (const context of contexts) context.close();
  }
}

interface Run extends Contender, Seat {
  readonly cell: BenchCell;
  readonly work: Work;
}

/** Every cell and work in every context, after it has given the right numbers. Throws `wrong-result`. */
async function checkedRuns(
  { cells, works }: BenchPlan,
  size: Size,
  contexts: readonly Context[],
  now: () => number,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const cell of cells) {
    await checkSmall(contexts, cell);
    const made = contexts.map((context) => ({
      seat: seatOf(context),
      network: benchNetwork(context, cell, size),
    }));
    checkAgree(
      `${cell} ${formatSize(size)}`,
      made.map(({ seat, network }) => ({ ...seat, results: network.results() })),
    );
    for (const { seat, network } of made)
      for (const work of works) runs.push({ ...seat, cell, work, once: timed(() => network.run(work), now) });
  }
  return runs;
}

interface ProbeRun extends Contender, Seat {
  readonly name: 'peak' | 'tile';
  readonly flops: number;
}

/** The plain TypeScript is not held against what it could reach. */
function probeRuns(context: Context, now: () => number): ProbeRun[] {
  const seat = seatOf(context);
  if (seat.backend === 'reference') return [];
  return peakProbes(context).map(({ name, flops, run }) => ({ ...seat, name, flops, once: timed(run, now) }));
}

interface PeerSeat {
  readonly peer: string;
  readonly threads: number;
  readonly process: PeerProcess;
}

interface PeerRun extends Contender, Omit<PeerSeat, 'process'>, Pick<Run, 'cell' | 'work'> {}

function peerRuns({ cells, works }: BenchPlan, size: Size, { peer, threads, process }: PeerSeat): PeerRun[] {
  return cells.flatMap((cell) =>
    works.map((work) => ({ peer, threads, cell, work, once: () => process.time(cell, work, size) })),
  );
}

function timed(run: () => void, now: () => number): () => number {
  return () => {
    const begin = now();
    run();
    return (now() - begin) / 1000;
  };
}

const seatOf = ({ backend }: Context): Seat => ({ backend: backend.name, threads: backend.threads });

function rowOf({ backend, cell, work, threads }: Run, size: Size, seconds: number): BenchRow {
  return { backend, cell, work, size, threads, seconds, gflops: flops(cell, work, size) / seconds / 1e9 };
}

/** A peer against each backend that did the same on as many threads. */
function ratiosOf({ peer, ...run }: PeerRun, rows: readonly BenchRow[], theirs: number): Ratio[] {
  return rows.flatMap(({ backend, cell, work, size, threads, seconds }) =>
    cell === run.cell && work === run.work && threads === run.threads
      ? [{ peer, backend, cell, work, size, threads, ratio: theirs / seconds }]
      : [],
  );
}

function peaksOf(probes: readonly ProbeRun[], size: Size, seconds: (probe: ProbeRun) => number): Peaks[] {
  const rate = (probe: ProbeRun): number => probe.flops / seconds(probe) / 1e9;
  return probes
    .filter(({ name }) => name === 'peak')
    .map((peak) => {
      const { backend, threads } = peak;
      const tile = probes.find(
        (one) => one.name === 'tile' && one.backend === backend && one.threads === threads,
      )!;
      return { backend, size, threads, peak: rate(peak), tile: rate(tile) };
    });
}
