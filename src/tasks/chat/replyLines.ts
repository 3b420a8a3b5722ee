import type { Reply } from './replier.ts';
import type { ReplyTrace } from './traceReply.ts';

/** A reply for people: itself, or the best with rank and score; and under it how it came about, where that is known. */
export const replyLines = ({ text, best, trace }: Reply): string[] => [
  ...(best ? best.map((other, k) => `${k + 1}\t${other.score.toFixed(3)}\t${other.text}`) : [text]),
  ...(trace ? traceLines(trace) : []),
];

/** Numbers of the dialog's state that are shown. */
const SHOWN = 8;

/**
 * A line per symbol: itself, what it attended to most, that one's place and weight; and at last the state of the dialog: its
 * norm, and its first numbers.
 */
export function traceLines({ context, attention }: ReplyTrace): string[] {
  const lines = (attention?.written ?? []).map((symbol, t) => {
    const weights = attention?.weights[t] ?? [];
    const top = weights.indexOf(Math.max(...weights));
    return `  ${symbol}\t${attention?.read[top]}\t${top + 1}\t${weights[top].toFixed(3)}`;
  });
  const first = context.slice(0, SHOWN).map((value) => value.toFixed(2));
  const dots = context.length > SHOWN ? ' ...' : '';
  return [
    ...lines,
    `  context of ${context.length} units, norm ${Math.hypot(...context).toFixed(2)}: ${first.join(' ')}${dots}`,
  ];
}
