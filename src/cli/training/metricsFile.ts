import type { Files } from '../../platform/platform.ts';
import type { TrainingEvent } from '../../train/trainingEvent.ts';

/** The metrics.jsonl of a model folder: a line of JSON for each validation, epoch and guard, and about every 100 steps. */
export interface MetricsFile {
  event(event: TrainingEvent): void;
  /** Writes what came since the last time. */
  flush(): Promise<void>;
}

const STEPS_PER_LINE = 100;

/**
 * Nothing in the folder is touched before the first `flush`, which comes with the first checkpoint: then an earlier
 * file is replaced, or, where a run is resumed, cut to the step that it goes on from.
 */
export function metricsFile(files: Files, folder: string, isResumed: boolean): MetricsFile {
  const path = files.join(folder, 'metrics.jsonl');
  let lines: string[] = [];
  /** The step that a resumed run goes on from. */
  let lastKept: number | undefined;
  let nextStep = 0;
  let isOpen = false;

  return {
    event(event) {
      if (event.type === 'checkpoint') return;
      lastKept ??= event.type === 'step' ? event.step - 1 : event.step;
      if (event.type === 'step') {
        if (event.step < nextStep) return;
        nextStep = event.step - (event.step % STEPS_PER_LINE) + STEPS_PER_LINE;
      }
      lines.push(`${JSON.stringify(event)}\n`);
    },
    async flush() {
      const text = lines.join('');
      if (isOpen && text === '') return;
      lines = [];
      if (isOpen) await files.append(path, text);
      else {
        const earlier = isResumed ? await linesThrough(files, path, lastKept ?? 0) : '';
        await files.write(path, earlier + text);
        isOpen = true;
      }
    },
  };
}

/** The lines of an earlier run up to a step, without what a killed process left half written. */
async function linesThrough(files: Files, path: string, step: number): Promise<string> {
  if (!(await files.exists(path))) return '';
  const text = new TextDecoder().decode(await files.read(path));
  const kept = text.split('\n').filter((line) => (stepOf(line) ?? Number.POSITIVE_INFINITY) <= step);
  return kept.map((line) => `${line}\n`).join('');
}

function stepOf(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('step' in value)) return undefined;
    return typeof value.step === 'number' ? value.step : undefined;
  } catch {
    return undefined;
  }
}
