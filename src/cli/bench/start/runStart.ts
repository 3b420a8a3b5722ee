import type { Platform } from '../../../platform/platform.ts';
import type { Programs } from '../../../platform/program.ts';
import { fail } from '../../../support/errors.ts';
import { checkAgree, type Computed } from '../check.ts';
import { median } from '../measure.ts';
import type { BenchHost } from '../runBench.ts';
import type { Seat } from '../seat.ts';
import { firstStep } from './firstStep.ts';

/** The library as Node finds it in the package. */
const ENTRY = 'node/index.js';

export interface StartPlan {
  readonly seats: readonly Seat[];
  /** Processes of each program; one more warms up, and builds what has to be built. */
  readonly turns: number;
}

/** What a program needed from the start of its process on; medians. */
export interface StartRow {
  readonly program: 'node' | 'import' | 'step';
  /** Of a first step. */
  readonly seat: Seat | null;
  /** Until its work was done: for `node -e 0` its end. */
  readonly seconds: number;
  /** Until it had ended. */
  readonly endSeconds: number;
  readonly turns: number;
}

/**
 * Times whole processes, which take turns: Node alone, the import of the library, and the first step of training a small
 * model on each seat. Losses must agree. Throws `wrong-result`, `file-missing`, `no-peer`.
 */
export async function runStart(
  { seats, turns }: StartPlan,
  platform: Pick<Platform, 'programs' | 'files' | 'now'>,
  tell: BenchHost['tell'],
): Promise<readonly StartRow[]> {
  const { programs, files } = platform;
  if (!programs) return fail('no-peer', 'start', 'a browser starts no other programs', 'Run it in Node.');
  const place = programs.path(ENTRY);
  if (!(await files.exists(place)))
    return fail('file-missing', place, 'the library is not built', 'Build it: npm run build');
  const library = `file://${place.split('/').map(encodeURIComponent).join('/')}`;
  const entries: readonly Entry[] = [
    { program: 'node', seat: null, args: ['-e', '0'], times: [] },
    { program: 'import', seat: null, args: moduleOf(`import '${library}';\nconsole.log(0);`), times: [] },
    ...seats.map(
      (seat): Entry => ({
        program: 'step',
        seat,
        args: moduleOf(firstStep(library, seat)),
        times: [],
      }),
    ),
  ];
  tell('start: checking');
  const losses: Computed[] = [];
  for (const { args, seat } of entries) {
    const { line } = await runOnce(programs, args, platform.now);
    if (seat) losses.push({ by: seat.backend, threads: seat.threads, results: { output: [Number(line)] } });
  }
  if (losses.length > 0) checkAgree('start', losses);
  tell('start: measuring');
  for (let turn = 0; turn < turns; turn++)
    for (const { args, times } of entries) times.push(await runOnce(programs, args, platform.now));
  return entries.map(({ program, seat, times }) => ({
    program,
    seat,
    seconds: median(times.map((time) => time.seconds)),
    endSeconds: median(times.map((time) => time.endSeconds)),
    turns: times.length,
  }));
}

type Timed = Pick<StartRow, 'seconds' | 'endSeconds'>;

interface Entry extends Pick<StartRow, 'program' | 'seat'> {
  /** Of Node. */
  readonly args: readonly string[];
  readonly times: Timed[];
}

const moduleOf = (text: string): string[] => ['--input-type=module', '-e', text];

/** Runs Node from its start to its end, and gives its first line. Throws `wrong-result` where it fails. */
async function runOnce(
  programs: Programs,
  args: readonly string[],
  now: () => number,
): Promise<Timed & { readonly line: string | undefined }> {
  const begin = now();
  const program = await programs.start(programs.runtime, args);
  const line = await program.read();
  const done = now();
  const ending = await program.ending;
  const end = now();
  await program.end();
  if (!ending.startsWith('it ended with code 0'))
    return fail('wrong-result', 'start', `a program failed: ${ending}`, 'See unrolled doctor.');
  return { line, seconds: (done - begin) / 1000, endSeconds: (end - begin) / 1000 };
}
