import { formatCount, formatNumber, formatRate, formatSeconds } from '../../support/format.ts';
import type { Progress } from '../../train/trainingEvent.ts';

/** What a progress line shows; what is not known yet is left out. */
export interface ProgressView {
  readonly progress: Progress;
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** The name and value of the metric that was validated last. */
  readonly validation?: readonly [name: string, value: number | null];
}

/**
 * One line of at most `width` columns on how a training goes. Where it does not fit, what matters least is left out. `bar`: draw the share done as a bar.
 */
export function progressLine(view: ProgressView, width: number, bar: boolean): string {
  const { progress, step, epoch, loss, validation } = view;
  // Larger numbers matter more.
  const parts: readonly (readonly [importance: number, text: string])[] = [
    [9, `${String(Math.floor(progress.fraction * 100)).padStart(3)} %`],
    [4, `epoch ${formatCount(epoch)}`],
    [5, `step ${formatCount(step)}`],
    [8, `loss ${formatNumber(loss)}`],
    ...(validation === undefined ? [] : [[7, validationText(validation)] as const]),
    [2, `${formatRate(progress.stepsPerSecond)} steps/s`],
    [1, `${formatRate(progress.tokensPerSecond)} tokens/s`],
    ...(progress.secondsLeft === null ? [] : [[6, `${formatSeconds(progress.secondsLeft)} left`] as const]),
  ];
  const cells = bar ? (width >= 100 ? 24 : 8) : 0;
  for (let least = 0; least < 10; least++) {
    const line = parts.flatMap(([importance, text]) => (importance > least ? [text] : [])).join('  ');
    const whole = cells === 0 ? line.trimStart() : `${drawBar(progress.fraction, cells)} ${line}`;
    if (whole.length <= width) return whole;
  }
  return parts[0][1].trim().slice(0, width);
}

function validationText([name, value]: readonly [string, number | null]): string {
  return `valid${name === 'loss' ? '' : ` ${name}`} ${value === null ? 'not finite' : formatNumber(value)}`;
}

/** A bar of `cells` columns, filled by `fraction` in eighths of a column. */
function drawBar(fraction: number, cells: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * cells * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const part = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'[eighths % 8];
  return (full + part).padEnd(cells, '░');
}
