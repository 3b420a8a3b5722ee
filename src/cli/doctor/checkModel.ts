import type { BackendName } from '../../backend/backend.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { UnrolledError } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { loadModel } from '../loadModel.ts';
import { drawTable } from '../output/drawTable.ts';
import type { AnyTask } from '../tasks.ts';
import { backends } from './checkBackends.ts';

/** How far a probe's output may lie from the stored one, relative to it: float32 sums in another order. */
const TOLERANCE = 1e-3;

/** Runs the probes of a model on every backend that works here, says what came out, and gives the exit code. */
export async function checkModel(host: Host, folder: string, json: boolean): Promise<number> {
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
