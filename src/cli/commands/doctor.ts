import type { BackendName } from '../../backend/backend.ts';
import { buildAddon } from '../../backend/native.ts';
import { openBackend } from '../../backend/open.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { UnrolledError } from '../../support/errors.ts';
import { formatBytes, formatNumber } from '../../support/format.ts';
import { version } from '../../support/version.ts';
import { type CliCommand, columnsOf, type Host, writeJson, writeLines } from '../host.ts';
import { loadModel } from '../loadModel.ts';
import { isSet } from '../options/given.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { jsonOption } from '../options/trainingOptions.ts';
import { drawTable } from '../output/drawTable.ts';
import { hang } from '../output/wrap.ts';
import type { AnyTask } from '../tasks.ts';

const backends: readonly BackendName[] = ['native', 'wasm', 'reference'];

/** How far a probe's output may lie from the stored one, relative to it: float32 sums in another order. */
const TOLERANCE = 1e-3;

/** `doctor [model]`: what works on this machine, or whether a model gives here what it gave where it was trained. */
export const command: CliCommand = {
  async run(args, host) {
    const parsed = await parseArguments(
      host,
      {
        name: 'doctor',
        description:
          'Says what works on this machine; with a model, whether it gives here what it gave before.',
        operands: [{ name: 'model', takes: 'optional', help: 'the folder of a model to check' }],
        options: [
          { name: 'build', kind: 'flag', help: 'build the native code, which needs a C compiler' },
          jsonOption,
        ],
        examples: ['npx unrolled doctor --build', 'npx unrolled doctor unrolled-forecast'],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const [folder] = parsed.operands;
    const json = isSet(parsed.given, 'json');
    const built = isSet(parsed.given, 'build') ? await buildAddon() : undefined;
    if (folder !== undefined) return await checkModel(host, folder, json);

    const { machine, processors, native } = host.platform;
    const works = await Promise.all(backends.map(tryBackend));
    const compiler = await native?.compiler();
    if (json) {
      const { system, processor, memory, runtime } = machine;
      const about = {
        system,
        processor,
        processors,
        memory: memory ?? null,
        runtime,
        compiler: compiler ?? null,
      };
      writeJson(host, { version, machine: about, backends: works, build: built?.note ?? null });
    } else {
      const memory = machine.memory === undefined ? '' : `, ${formatBytes(machine.memory)} of memory`;
      const isBuilt = works[0].works;
      writeLines(
        host,
        `Unrolled      ${version}`,
        `Runtime       ${machine.runtime}, ${machine.system}`,
        `Processor     ${machine.processor}, ${processors} logical${memory}`,
        `C compiler    ${compiler ?? 'none'}`,
        ...(built === undefined ? [] : hang('Build', 14, built.note, columnsOf(host))),
        '',
        'Backends:',
        ...works.flatMap(({ name, works, note }) =>
          hang(`  ${name}`, 14, works ? `works: ${note}` : `not here: ${note}`, columnsOf(host)),
        ),
        ...(isBuilt || compiler === undefined
          ? []
          : ['', 'For the speed of native code: npx unrolled doctor --build']),
      );
    }
    return built !== undefined && built.file === undefined ? 1 : 0;
  },
};

interface BackendCheck {
  readonly name: BackendName;
  readonly works: boolean;
  readonly threads: number;
  /** What runs, or why it does not. */
  readonly note: string;
}

async function tryBackend(name: BackendName): Promise<BackendCheck> {
  try {
    const backend = await openBackend({ backend: name });
    const { description: note, threads } = backend;
    backend.close();
    return { name, works: true, threads, note };
  } catch (error) {
    return { name, works: false, threads: 0, note: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UnrolledError)) throw error;
  return error.message;
}

/** Runs the probes of a model on every backend that works here. */
async function checkModel(host: Host, folder: string, json: boolean): Promise<number> {
  const { model, task } = await loadModel(host, folder, 'all');
  const checks: ProbeCheck[] = [];
  for (const backend of backends) checks.push(await probe(task, model, backend));
  const isGood =
    checks.every(({ result }) => result !== 'differs') && checks.some(({ result }) => result !== 'absent');
  const probes = model.manifest.probes.length;
  if (json) {
    writeJson(host, { model: folder, task: task.name, probes, backends: checks, good: isGood });
    return isGood ? 0 : 1;
  }
  const words = {
    same: 'same bits',
    near: 'same but for rounding',
    differs: 'DIFFERS',
    absent: 'not on this machine',
  };
  writeLines(
    host,
    `${folder}: a model of the task ${task.name}; all its files are whole.`,
    ...(probes === 0 ? ['It has no probes: it is the checkpoint of a run that has not ended.'] : []),
    '',
    ...drawTable(
      [
        { title: 'backend', align: 'left' },
        { title: `${probes} probes`, align: 'left' },
        { title: 'largest difference', align: 'right' },
      ],
      checks.map(({ backend, result, difference }) => [
        backend,
        words[result],
        difference === null ? '-' : formatNumber(difference),
      ]),
    ),
  );
  return isGood ? 0 : 1;
}

interface ProbeCheck {
  readonly backend: BackendName;
  readonly result: 'same' | 'near' | 'differs' | 'absent';
  /** The largest difference, relative to the stored output where that is above 1. */
  readonly difference: number | null;
}

async function probe(task: AnyTask, model: StoredModel, backend: BackendName): Promise<ProbeCheck> {
  try {
    const predictor = await task.open(model, { backend });
    const outputs = await predictor.probe();
    predictor.close();
    const stored = model.manifest.probes.map(({ output }) => output);
    const difference = largestDifference(outputs, stored);
    return {
      backend,
      difference,
      result: difference === 0 ? 'same' : difference <= TOLERANCE ? 'near' : 'differs',
    };
  } catch (error) {
    if (error instanceof UnrolledError && error.code === 'no-backend') {
      return { backend, result: 'absent', difference: null };
    }
    throw error;
  }
}

function largestDifference(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  if (a.length !== b.length || a.some((row, i) => row.length !== b[i].length))
    return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [i, row] of a.entries()) {
    for (const [j, value] of row.entries()) {
      const difference = Math.abs(value - b[i][j]) / Math.max(1, Math.abs(b[i][j]));
      largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    }
  }
  return largest;
}
