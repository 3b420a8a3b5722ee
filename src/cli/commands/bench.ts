import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { formatSeconds } from '../../support/format.ts';
import { version } from '../../support/version.ts';
import type { ContestReport } from '../bench/contest/contest.ts';
import { contestNames, type ContestOptions, holdContest } from '../bench/contest/contests.ts';
import { drawContest } from '../bench/contest/report.ts';
import type { Repetitions } from '../bench/measure.ts';
import { checkPeers } from '../bench/checkPeers.ts';
import type { Peer } from '../bench/peer.ts';
import { peerNames, peersOf } from '../bench/peers.ts';
import { type BenchReport, drawReport } from '../bench/report.ts';
import { drawRooflines } from '../bench/roofline.ts';
import { type BenchPlan, runBench } from '../bench/runBench.ts';
import { formatSize, parseSize, quickSizes, standardSizes } from '../bench/size.ts';
import { benchCells, flops, works } from '../bench/work.ts';
import { type BackendCheck, backends, checkBackends } from '../doctor/checkBackends.ts';
import { type CliCommand, type Host, writeJson, writeLines } from '../host.ts';
import { didYouMean } from '../options/didYouMean.ts';
import { isSet, textOf } from '../options/given.ts';
import type { Given, OptionSpec } from '../options/optionSpec.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { jsonOption, quietOption } from '../options/trainingOptions.ts';

const standard: Repetitions = { least: 15, seconds: 0.5 };
const quick: Repetitions = { least: 5, seconds: 0.1 };

const protocol = {
  version,
  work: {
    forward: 'one layer over the batch, nothing recorded',
    train: 'forward, and the gradients of all weights of the sum of the outputs; none of the input',
  },
  flops:
    'forward F = 2BTH(PI+QH), P products with the input and Q with the state, most often the gates; training 2F + 2BTQH^2',
  checks:
    'against float64 at small sizes, backends against each other, peers against us: 1e-4; any threads: the same bits',
  timing:
    'median of turns of at least 10 ms, after a warm-up; all that is timed at a size takes turns, peers stopped but in theirs',
};

const partNames = ['layers', ...contestNames] as const;

const options: readonly OptionSpec[] = [
  {
    name: 'parts',
    kind: 'list',
    default: 'layers',
    help: `${partNames.join(', ')}: a layer at --sizes, a word-level language model, sequences of different lengths`,
  },
  {
    name: 'sizes',
    kind: 'list',
    placeholder: 'BxTxIxH,...',
    default: standardSizes.map(formatSize).join(','),
    help: 'batch, steps, input features, hidden units',
  },
  {
    name: 'backends',
    kind: 'list',
    default: 'all that work here, reference at small sizes only',
    help: 'native, wasm, reference',
  },
  { name: 'threads', kind: 'list', placeholder: 'N,...', default: '1,2', help: 'numbers of threads' },
  { name: 'work', kind: 'list', default: works.join(','), help: works.join(', ') },
  { name: 'cells', kind: 'list', default: 'lstm', help: benchCells.join(', ') },
  {
    name: 'peers',
    kind: 'list',
    bare: true,
    help: `other libraries to measure in the same run, all or some of ${peerNames.join(', ')}`,
  },
  {
    name: 'draw',
    kind: 'text',
    placeholder: 'FOLDER',
    help: 'draw GFLOP/s over arithmetic intensity into SVG files there',
  },
  {
    name: 'quick',
    kind: 'flag',
    help: `only ${quickSizes.map(formatSize).join(' and ')}, and fewer repetitions`,
  },
  jsonOption,
  quietOption,
];

/** `bench`: how fast recurrent layers are here, after a check that they give the right numbers. */
export const command: CliCommand = {
  async run(args, host) {
    const parsed = await parseArguments(
      host,
      {
        name: 'bench',
        description:
          'Checks recurrent layers against a reference, then measures how fast they are on this machine.',
        operands: [],
        options,
        examples: [
          'npx unrolled bench --quick',
          'npx unrolled bench --sizes 32x50x64x128 --cells lstm,gru --json',
          'npx unrolled bench --parts language,ragged --peers torch',
        ],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const { process } = host.platform;
    // By the exit the peers end too: one that does not have its turn would never do so by itself.
    const stopListening = process.onInterrupt(() => process.exit(130));
    try {
      await bench(parsed.given, host);
    } finally {
      stopListening();
    }
    return 0;
  },
};

async function bench(given: Given, host: Host): Promise<void> {
  const { platform } = host;
  const now = (): number => platform.now();
  const begin = now();
  const tell = isSet(given, 'quiet') ? () => {} : (line: string) => platform.process.error(`${line}\n`);
  const checks = await checkBackends();
  const peerChecks = await checkPeers(await askedPeers(given, host));
  const peers = peerChecks.filter(({ works }) => works).map(({ peer }) => peer);
  const plan = planOf(given, checks, platform.processors, peers);
  if (given.backends === undefined)
    for (const { name, works, note } of checks) if (!works) tell(`${name} is not measured: ${note}`);
  for (const { peer, works, note } of peerChecks) if (!works) tell(`${peer.name} is not measured: ${note}`);
  const parts = namesOf(given, 'parts', partNames) ?? ['layers'];
  const hasLayers = parts.includes('layers');
  const report = await runBench(hasLayers ? plan : { ...plan, sizes: [] }, { now, tell });
  const contests: ContestReport[] = [];
  for (const name of contestNames)
    if (parts.includes(name)) contests.push(await holdContest(name, contestOf(plan), platform, tell));
  const folder = textOf(given, 'draw');
  if (folder !== undefined) await writeDrawings(folder, report, platform);
  if (isSet(given, 'json')) {
    const notes = Object.fromEntries(checks.map(({ name, note }) => [name, note]));
    const machine = { ...aboutMachine(host), backends: notes, peaks: report.peaks };
    const about = Object.fromEntries(peerChecks.map(({ peer, note }) => [peer.name, note]));
    const how = { ...protocol, repetitions: plan.repetitions, peers: about, leftOut: report.leftOut };
    const held = Object.fromEntries(contests.map(({ name, ...contest }) => [name, contest]));
    writeJson(host, { machine, protocol: how, rows: report.rows, ratios: report.ratios, ...held });
    return;
  }
  const { processor, processors, system, runtime } = aboutMachine(host);
  writeLines(
    host,
    `${processor}, ${processors} logical; ${system}; ${runtime}; Unrolled ${version}`,
    ...peerChecks.flatMap(({ works, note }) => (works ? [note] : [])),
    '',
    ...(hasLayers ? [...drawReport(report), ''] : []),
    ...contests.flatMap((contest) => [...drawContest(contest), '']),
    `Measured in ${formatSeconds((now() - begin) / 1000)}.`,
  );
}

async function writeDrawings(folder: string, report: BenchReport, { files }: Platform): Promise<void> {
  await files.makeFolder(folder);
  for (const { name, svg } of drawRooflines(report)) await files.write(files.join(folder, name), svg);
}

/** The peers that are to be measured. Throws `bad-argument`, and `file-missing` where there are none at all. */
async function askedPeers(given: Given, { platform }: Host): Promise<readonly Peer[]> {
  if (given.peers === undefined) return [];
  return peersOf(namesOf(given, 'peers', peerNames) ?? peerNames, platform);
}

/** Floating-point operations that plain TypeScript is still timed on unless asked. */
const PLAIN = 1e8;

function planOf(
  given: Given,
  checks: readonly BackendCheck[],
  processors: number,
  peers: readonly Peer[],
): BenchPlan {
  const isQuick = isSet(given, 'quick');
  const sizes = listOf(given, 'sizes')?.map(parseSize) ?? (isQuick ? quickSizes : standardSizes);
  const threads = [...new Set(listOf(given, 'threads')?.map(parseThreads) ?? [1, Math.min(2, processors)])];
  const asked = namesOf(given, 'backends', backends);
  const usable = asked ?? checks.filter(({ works }) => works).map(({ name }) => name);
  return {
    sizes: sizes.map((size) => ({
      size,
      seats: usable
        .filter(
          (backend) =>
            backend !== 'reference' || asked !== undefined || flops('lstm', 'forward', size) < PLAIN,
        )
        .flatMap((backend) =>
          (backend === 'reference' ? [1] : threads).map((threads) => ({ backend, threads })),
        ),
    })),
    cells: namesOf(given, 'cells', benchCells) ?? ['lstm'],
    works: namesOf(given, 'work', works) ?? works,
    peers,
    repetitions: isQuick ? quick : standard,
  };
}

/** Contests are held on the fastest backend of a plan. */
function contestOf({ sizes, peers, repetitions }: BenchPlan): ContestOptions {
  const [{ seats }] = sizes;
  const [{ backend }] = seats;
  const threads = seats.filter((seat) => seat.backend === backend).map((seat) => seat.threads);
  return { backend, threads, torch: peers.some(({ name }) => name === 'torch'), repetitions };
}

function listOf(given: Given, name: string): readonly string[] | undefined {
  const value = given[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The names in a list, each of which must be one of `known`; once each, in the order of `known`. */
function namesOf<N extends string>(
  given: Given,
  option: string,
  known: readonly N[],
): readonly N[] | undefined {
  const names = listOf(given, option);
  const unknown = names?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) {
    fail('bad-argument', `--${option}`, `"${unknown}" is not one of its values`, didYouMean(unknown, known));
  }
  return names && known.filter((name) => names.includes(name));
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  return fail('bad-argument', '--threads', `"${text}" is not allowed`, 'Give whole numbers from 1 to 64.');
}

function aboutMachine({ platform: { machine, processors } }: Host) {
  const { system, processor, memory, runtime } = machine;
  return { system, processor, processors, memory: memory ?? null, runtime };
}
