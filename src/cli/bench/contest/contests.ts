import type { Platform } from '../../../platform/platform.ts';
import { fail } from '../../../support/errors.ts';
import { attentionContest } from '../attention/attentionContest.ts';
import { languageContest } from '../language/languageContest.ts';
import type { Repetitions } from '../measure.ts';
import { raggedContest } from '../ragged/raggedContest.ts';
import type { BenchHost } from '../runBench.ts';
import type { Seat } from '../seat.ts';
import { translateContest } from '../translate/translateContest.ts';
import { treeContest } from '../tree/treeContest.ts';
import type { Contest, ContestReport, Task } from './contest.ts';
import { ourselves, torch } from './contestants.ts';
import { reportOf } from './report.ts';
import { runContest } from './runContest.ts';

export const contestNames = ['language', 'ragged', 'tree', 'attention', 'translate'] as const;
export type ContestName = (typeof contestNames)[number];

export interface ContestOptions {
  readonly backend: Seat['backend'];
  readonly threads: readonly number[];
  /** PyTorch takes part. */
  readonly torch: boolean;
  readonly repetitions: Repetitions;
}

/** Holds a contest. Throws `wrong-result`, `no-peer`. */
export function holdContest(
  name: ContestName,
  options: ContestOptions,
  platform: Platform,
  tell: BenchHost['tell'],
): Promise<ContestReport> {
  if (name === 'language') return hold(languageContest(), options, platform, tell);
  if (name === 'ragged') return hold(raggedContest(), options, platform, tell);
  if (name === 'tree') return hold(treeContest(), options, platform, tell);
  if (name === 'translate') return hold(translateContest(), options, platform, tell);
  return hold(attentionContest(), options, platform, tell);
}

async function hold<T extends Task>(
  contest: Contest<T>,
  { backend, threads, repetitions, ...options }: ContestOptions,
  platform: Platform,
  tell: BenchHost['tell'],
): Promise<ContestReport> {
  const { programs } = platform;
  if (!programs)
    return fail('no-peer', contest.name, 'a browser starts no other programs', 'Run it in Node.');
  const ours = ourselves<T>(contest.name, backend, programs, platform);
  const { torch: script } = contest.programs;
  const peers = options.torch && script !== undefined ? [torch<T>(script, programs, platform)] : [];
  const rows = await runContest({ contest, ours, peers, threads, repetitions }, tell);
  return reportOf(contest, ours.name, rows);
}
