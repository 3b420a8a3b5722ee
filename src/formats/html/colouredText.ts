import { escape } from './escape.ts';

/** A piece of text and the number that colours it. */
export interface ColouredPiece {
  readonly text: string;
  readonly value: number;
}

/** Blue above 0 and orange below, which colour-blind eyes tell apart too. */
const ABOVE = '31,111,214';
const BELOW = '212,105,11';

/**
 * A text whose pieces have a ground by their numbers, the strongest by the greatest in size; each tells its number to whoever points at it.
 * An element for a page's section; `label` says what it shows.
 */
export function colouredText(pieces: readonly ColouredPiece[], separator: string, label: string): string {
  const most = Math.max(...pieces.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 1e-12);
  const spans = pieces.map(({ text, value }) => {
    const strength = Number.isFinite(value) ? Math.round((Math.abs(value) / most) * 70) / 100 : 0;
    const style = strength === 0 ? '' : ` style="background:rgba(${value > 0 ? ABOVE : BELOW},${strength})"`;
    const shown = text === '\n' ? '↵\n' : text;
    return `<span${style} title="${Number(value.toPrecision(3))}">${escape(shown)}</span>`;
  });
  const name = escape(label);
  return `<div role="group" aria-label="${name}"><p>${name}</p><p style="white-space:pre-wrap;max-width:none">${spans.join(escape(separator))}</p></div>`;
}
