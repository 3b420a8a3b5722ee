import type { Files } from '../../platform/platform.ts';
import type { TrainingEvent } from '../../train/trainingEvent.ts';

/** The metrics.jsonl of a model folder: a line of JSON for each validation, epoch and guard, and every 100 steps. */
export interface MetricsFile {
  event(event: TrainingEvent): void;
  /** Writes what came since the last time; gives what takes the start of a file back, where this was it. */
  flush(): Promise<() => Promise<void>>;
}

const STEPS_PER_LINE = 100;

/**
 * Nothing in the folder is touched before the first `flush`: then an earlier file is replaced, or, where a run is
 * resumed, cut to the step that it goes on from. To be flushed before each checkpoint is stored: a run that is killed
 * in between has lines too many, which the next one cuts, and none too few.
 */
export function metricsFile(files: Files, folder: string, isResumed: boolean): MetricsFile {
  const path = files.join(folder, 'metrics.jsonl');
  let lines: string[] = [];
  /** The step that a resumed run goes on from. */
  let lastKept: number | undefined;
  let isOpen = false;

  return {
    event(event) {
      if (event.type === 'checkpoint') return;
      const { type, step } = event;
      lastKept ??= type === 'step' || type === 'guard' ? step - 1 : step;
      if (type === 'step' && step !== 1 && step % STEPS_PER_LINE !== 0) return;
      lines.push(`${JSON.stringify(event)}\n`);
    },
    async flush() {
      const fresh = lines;
      lines = [];
      if (isOpen) {
        if (fresh.length > 0) await files.append(path, fresh.join(''));
        return async () => {};
      }
      const before = (await files.exists(path)) ? await files.read(path) : undefined;
      const earlier = isResumed && before ? linesThrough(before, lastKept ?? 0, fresh) : '';
      await files.makeFolder(folder);
      await files.write(path, earlier + fresh.join(''));
      isOpen = true;
      return () => (before ? files.write(path, before) : files.remove(path));
    },
  };
}

/**
 * The lines of an earlier run up to a step, without what a killed process left half written, and without what `again`
 * says anew: what was told after the last checkpoint, at its very step.
 */
function linesThrough(bytes: Uint8Array, step: number, again: readonly string[]): string {
  const told = new Set(again.map((line) => placeOf(line)?.name));
  const kept = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => {
      const place = placeOf(line);
      return place !== undefined && place.step <= step && !told.has(place.name);
    });
  return kept.map((line) => `${line}\n`).join('');
}

/** The step of a line, and what it tells of it: `validation 100`. */
function placeOf(line: string): { step: number; name: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('step' in value) || !('type' in value))
      return undefined;
    const { step, type } = value;
    return typeof step === 'number' ? { step, name: `${String(type)} ${step}` } : undefined;
  } catch {
    return undefined;
  }
}
