import { checkAgree, checkNear, type Computed } from '../check.ts';
import { measure, type Repetitions } from '../measure.ts';
import type { BenchHost } from '../runBench.ts';
import { fail } from '../../../support/errors.ts';
import type { Given, Results } from '../network.ts';
import type { PeerProcess } from '../peer.ts';
import type { Contest, Contestant, ContestRow, Task } from './contest.ts';

export interface ContestPlan<T extends Task> {
  readonly contest: Contest<T>;
  readonly ours: Contestant<T>;
  readonly peers: readonly Contestant<T>[];
  readonly threads: readonly number[];
  readonly repetitions: Repetitions;
}

/** Checks, then times: everything takes turns. Throws `wrong-result`, `no-peer`. */
export async function runContest<T extends Task>(
  plan: ContestPlan<T>,
  tell: BenchHost['tell'],
): Promise<readonly ContestRow[]> {
  tell(`${plan.contest.name}: checking`);
  await check(plan);
  const { contest, ours, peers, threads, repetitions } = plan;
  const entries: Entry<T>[] = [];
  try {
    for (const count of threads)
      for (const contestant of [ours, ...peers])
        for (const task of contest.tasks) entries.push(await enter(contestant, count, task));
    tell(`${contest.name}: measuring`);
    const measured = await measure(entries, repetitions);
    const rows: ContestRow[] = [];
    for (const entry of entries) {
      const { by, task, threads, process } = entry;
      const result = measured.get(entry);
      if (result === undefined) continue;
      const rate = contest.units(task).count / result.seconds;
      const peakMemory = (await process.peakMemory()) ?? null;
      rows.push({ by, task: task.name, threads, ...result, rate, peakMemory });
    }
    return rows;
  } finally {
    for (const { process } of entries) await process.close();
  }
}

interface Entry<T extends Task> extends Pick<PeerProcess, 'turn'> {
  readonly by: string;
  readonly threads: number;
  readonly task: T;
  readonly process: PeerProcess<T>;
}

async function enter<T extends Task>(
  { name: by, start }: Contestant<T>,
  threads: number,
  task: T,
): Promise<Entry<T>> {
  const process = await start(threads);
  await prepare(by, process, task, {});
  return { by, threads, task, process, turn: process.turn };
}

/** Gives what came out; closes a process that cannot do the task. Throws `no-peer`. */
async function prepare<T extends Task>(
  by: string,
  process: PeerProcess<T>,
  task: T,
  given: Given,
): Promise<Results> {
  const prepared = await process.prepare(task, given);
  if ('results' in prepared) return prepared.results;
  await process.close();
  const why = 'leftOut' in prepared ? prepared.leftOut : prepared.instead;
  return fail('no-peer', `${by} on ${task.name}`, why.replace(/[.!]$/, ''), 'Leave it out.');
}

/** Demands the same bits of us on any number of threads, and of peers what we give. */
async function check<T extends Task>({ contest, ours, peers, threads }: ContestPlan<T>): Promise<void> {
  for (const { task, given } of await contest.checks()) {
    const where = `${contest.name} ${task.name}`;
    const compute = async ({ name: by, start }: Contestant<T>, count: number): Promise<Computed> => {
      const process = await start(count);
      const results = await prepare(by, process, task, given);
      await process.close();
      return { by, threads: count, results };
    };
    const first = await compute(ours, threads[0]);
    for (const count of threads.slice(1)) checkAgree(where, [first, await compute(ours, count)]);
    for (const peer of peers)
      for (const count of threads) checkNear(where, await compute(peer, count), first);
  }
}
