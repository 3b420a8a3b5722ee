import type { TrainingEvent } from '../../train/trainingEvent.ts';
import { columnsOf, type Host } from '../host.ts';
import { progressLine, type ProgressView } from './progressLine.ts';

/** Shows on standard error how a training goes. */
export interface ProgressDisplay {
  event(event: TrainingEvent): void;
  /** A line of its own, above the progress line. */
  say(line: string): void;
  /** Leaves the last line standing. */
  end(): void;
}

/** Where standard error is no terminal, a line is written at most so often, in milliseconds. */
const PLAIN_EVERY = 5000;
const CLEAR_TO_END = '\x1b[K';

/** Draws one line over and over in a terminal, and a plain line every few seconds elsewhere; `quiet`: nothing. */
export function progressDisplay(host: Host, quiet: boolean): ProgressDisplay {
  if (quiet) return { event: () => {}, say: () => {}, end: () => {} };
  const { process } = host.platform;
  const now = (): number => host.platform.now();
  const redraws = process.errorIsTerminal;
  let validation: ProgressView['validation'];
  let view: ProgressView | undefined;
  let plainAt = now();
  let isDrawn = false;

  const draw = (): void => {
    if (view === undefined) return;
    if (redraws) {
      process.error(`\r${progressLine(view, columnsOf(host) - 1, true)}${CLEAR_TO_END}`);
      isDrawn = true;
    } else if (now() - plainAt >= PLAIN_EVERY) {
      plainAt = now();
      process.error(`${progressLine(view, 120, false)}\n`);
    }
  };
  const say = (line: string): void => {
    process.error(isDrawn ? `\r${line}${CLEAR_TO_END}\n` : `${line}\n`);
    isDrawn = false;
    if (redraws) draw();
  };
  return {
    event(event) {
      if (event.type === 'validation') {
        const name = 'loss' in event.metrics ? 'loss' : Object.keys(event.metrics)[0];
        if (name !== undefined) validation = [name, event.metrics[name]];
        if (view !== undefined) view = { ...view, ...(validation && { validation }) };
        draw();
      } else if (event.type === 'step') {
        const { step, epoch, loss } = event;
        view = { progress: event, step, epoch, loss, ...(validation && { validation }) };
        draw();
      } else if (event.type === 'guard') say(event.message);
    },
    say,
    end() {
      if (view === undefined) return;
      if (!redraws) plainAt = -Infinity;
      draw();
      if (isDrawn) process.error('\n');
      isDrawn = false;
      view = undefined;
    },
  };
}
