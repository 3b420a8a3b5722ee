import type { BackendName } from '../../backend/backend.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { formatList, formatSeconds } from '../../support/format.ts';
import { version } from '../../support/version.ts';
import type { Drawing } from '../bench/drawing.ts';
import type { Repetitions } from '../bench/measure.ts';
import { checkPeers } from '../bench/checkPeers.ts';
import type { Peer } from '../bench/peer.ts';
import { type Asked, otherParts, type PartReport, runPart } from '../bench/parts.ts';
import { type HeldInstructions, heldInstructions, peerNames, peersOf } from '../bench/peers.ts';
import { drawReport } from '../bench/report.ts';
import { drawRooflines } from '../bench/roofline.ts';
import { type BenchPlan, runBench } from '../bench/runBench.ts';
import { seatsOf } from '../bench/seat.ts';
import { formatSize, parseSize, quickSizes, type Size, standardSizes } from '../bench/size.ts';
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

const partNames = ['layers', ...otherParts] as const;
type PartName = (typeof partNames)[number];

/** The parts that options are about, where they are not about all. */
const readers: Readonly<Record<string, readonly PartName[]>> = {
  sizes: ['layers', 'options'],
  work: ['layers', 'options', 'grid'],
  cells: ['layers', 'options', 'growth'],
  peers: ['layers', 'language', 'ragged', 'attention', 'translate'],
  instructions: ['layers'],
  draw: ['layers', 'growth'],
};
const forParts = (name: string): string => `in ${formatList(readers[name], 'and')}`;

const options: readonly OptionSpec[] = [
  {
    name: 'parts',
    kind: 'list',
    default: 'layers',
    help: `${partNames.join(', ')}: a layer at --sizes; a word-level language model; sequences of different lengths; what options of cells cost; how time grows with the work; trees level by level beside node by node; attention over sources of different lengths; an encoder-decoder in training and in search; grids beside cell by cell; from the start of a process to the first training step`,
  },
  {
    name: 'sizes',
    kind: 'list',
    placeholder: 'BxTxIxH,...',
    default: standardSizes.map(formatSize).join(','),
    help: `batch, steps, input features, hidden units, ${forParts('sizes')}`,
  },
  {
    name: 'backends',
    kind: 'list',
    default:
      'layers: all that work here, reference at small sizes only; start: native, wasm; else the fastest',
    help: 'native, wasm, reference',
  },
  { name: 'threads', kind: 'list', placeholder: 'N,...', default: '1,2', help: 'numbers of threads' },
  { name: 'work', kind: 'list', default: works.join(','), help: `${works.join(', ')}, ${forParts('work')}` },
  { name: 'cells', kind: 'list', default: 'lstm', help: `${benchCells.join(', ')}, ${forParts('cells')}` },
  {
    name: 'peers',
    kind: 'list',
    bare: true,
    help: `other libraries to measure in the same run, ${forParts('peers')}, all or some of ${peerNames.join(', ')}`,
  },
  {
    name: 'instructions',
    kind: 'text',
    placeholder: 'SET',
    help: `hold the native backend and PyTorch to older instructions, ${forParts('instructions')}: ${heldInstructions.join(', ')}`,
  },
  {
    name: 'draw',
    kind: 'text',
    placeholder: 'FOLDER',
    help: 'draw SVG files there: of layers GFLOP/s over arithmetic intensity, of growth time over work',
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
          'npx unrolled bench --parts growth --draw pictures',
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
  const parts = partsOf(given);
  const tell = isSet(given, 'quiet') ? () => {} : (line: string) => platform.process.error(`${line}\n`);
  const checks = await checkBackends();
  const peerChecks = await checkPeers(await askedPeers(given, host));
  const peers = peerChecks.filter(({ works }) => works).map(({ peer }) => peer);
  const asked = askedOf(given, checks, platform.processors, peers);
  const plan = planOf(given, asked, peers);
  if (given.backends === undefined)
    for (const { name, works, note } of checks) if (!works) tell(`${name} is not measured: ${note}`);
  for (const { peer, works, note } of peerChecks) if (!works) tell(`${peer.name} is not measured: ${note}`);
  const hasLayers = parts.includes('layers');
  const report = await runBench(hasLayers ? plan : { ...plan, sizes: [] }, { now, tell });
  const others: (PartReport & { readonly name: PartName })[] = [];
  for (const name of otherParts)
    if (parts.includes(name)) others.push({ name, ...(await runPart(name, asked, platform, tell)) });
  const folder = textOf(given, 'draw');
  const drawings = [...drawRooflines(report), ...others.flatMap((other) => other.drawings)];
  if (folder !== undefined) await writeDrawings(folder, drawings, platform);
  if (isSet(given, 'json')) {
    const notes = Object.fromEntries(checks.map(({ name, note }) => [name, note]));
    const machine = { ...aboutMachine(host), backends: notes, peaks: report.peaks };
    const about = Object.fromEntries(peerChecks.map(({ peer, note }) => [peer.name, note]));
    const how = { ...protocol, repetitions: plan.repetitions, peers: about, leftOut: report.leftOut };
    const found = Object.fromEntries(others.map(({ name, json }) => [name, json]));
    writeJson(host, { machine, protocol: how, rows: report.rows, ratios: report.ratios, ...found });
    return;
  }
  const { processor, processors, system, runtime } = aboutMachine(host);
  writeLines(
    host,
    `${processor}, ${processors} logical; ${system}; ${runtime}; Unrolled ${version}`,
    ...peerChecks.flatMap(({ works, note }) => (works ? [note] : [])),
    '',
    ...(hasLayers ? [...drawReport(report), ''] : []),
    ...others.flatMap(({ lines }) => [...lines, '']),
    `Measured in ${formatSeconds((now() - begin) / 1000)}.`,
  );
}

async function writeDrawings(
  folder: string,
  drawings: readonly Drawing[],
  { files }: Platform,
): Promise<void> {
  await files.makeFolder(folder);
  for (const { name, svg } of drawings) await files.write(files.join(folder, name), svg);
}

/** The peers that are to be measured. Throws `bad-argument`, and `file-missing` where there are none at all. */
async function askedPeers(given: Given, { platform }: Host): Promise<readonly Peer[]> {
  if (given.peers === undefined) return [];
  return peersOf(namesOf(given, 'peers', peerNames) ?? peerNames, platform, heldOf(given));
}

/** The instructions that all are held to. Throws `bad-argument` where some are not among the layers on the native backend. */
function heldOf(given: Given): HeldInstructions | undefined {
  const text = textOf(given, 'instructions');
  if (text === undefined) return undefined;
  const held = heldInstructions.find((name) => name === text);
  if (held === undefined) {
    return fail(
      'bad-argument',
      '--instructions',
      `"${text}" is not allowed`,
      `Give ${heldInstructions.join(' or ')}.`,
    );
  }
  const parts = namesOf(given, 'parts', partNames) ?? ['layers'];
  if (listOf(given, 'backends')?.join() !== 'native' || parts.join() !== 'layers') {
    fail(
      'bad-argument',
      '--instructions',
      'it holds layers on the native backend only',
      'Give --backends native with it, and no other --parts than layers.',
    );
  }
  return held;
}

/** Floating-point operations that plain TypeScript is still timed on unless asked. */
const PLAIN = 1e8;

function askedOf(
  given: Given,
  checks: readonly BackendCheck[],
  processors: number,
  peers: readonly Peer[],
): Asked {
  return {
    sizes: listOf(given, 'sizes')?.map(parseSize),
    backends: namesOf(given, 'backends', backends),
    usable: checks.filter(({ works }) => works).map(({ name }) => name),
    threads: [...new Set(listOf(given, 'threads')?.map(parseThreads) ?? [1, Math.min(2, processors)])],
    cells: namesOf(given, 'cells', benchCells) ?? ['lstm'],
    works: namesOf(given, 'work', works) ?? works,
    repetitions: isSet(given, 'quick') ? quick : standard,
    torch: peers.some(({ name }) => name === 'torch'),
  };
}

/** Of the layers. */
function planOf(
  given: Given,
  { backends, usable, threads, cells, works, repetitions, ...asked }: Asked,
  peers: readonly Peer[],
): BenchPlan {
  const sizes = asked.sizes ?? (isSet(given, 'quick') ? quickSizes : standardSizes);
  const isTimed = (backend: BackendName, size: Size): boolean =>
    backend !== 'reference' || flops('lstm', 'forward', size) < PLAIN;
  return {
    sizes: sizes.map((size) => ({
      size,
      seats: seatsOf(backends ?? usable.filter((backend) => isTimed(backend, size)), threads, heldOf(given)),
    })),
    ...{ cells, works, peers, repetitions },
  };
}

/** Throws `bad-argument` for an option that none of the parts reads. */
function partsOf(given: Given): readonly PartName[] {
  const parts = namesOf(given, 'parts', partNames) ?? ['layers'];
  const idle = Object.keys(readers).find(
    (name) => given[name] !== undefined && !readers[name].some((part) => parts.includes(part)),
  );
  if (idle === undefined) return parts;
  const what = `it says nothing about ${formatList(parts, 'or')}`;
  return fail(
    'bad-argument',
    `--${idle}`,
    what,
    `Leave it out, or ask for ${formatList(readers[idle], 'or')}.`,
  );
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
