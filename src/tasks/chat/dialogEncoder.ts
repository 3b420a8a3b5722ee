import { type Dialog, type Speaker, speakers } from '../../data/dialog/dialog.ts';
import type { Coder } from '../../data/text/coder/coder.ts';

/** A dialog in numbers. */
export interface EncodedDialog {
  /**
   * The symbols of each turn, its speaker's mark first. Turns of a speaker with the same text are the same array: each is
   * read once in a batch.
   */
  readonly turns: readonly Int32Array[];
}

/** What was said before a reply: the turns of a dialog before one of them. */
export interface History {
  readonly dialog: EncodedDialog;
  /** How many turns, from 1 on. */
  readonly until: number;
}

export type DialogEncoder = (dialog: Pick<Dialog, 'turns'>) => EncodedDialog;

/** The marks of the speakers: symbols after those of the vocabulary. */
export const marksOf = ({ size }: Pick<Coder, 'size'>): number[] => speakers.map((_, k) => size + k);

/** How many symbols a model reads: those of its vocabulary, and a mark for each speaker. */
export const symbolsRead = ({ size }: Pick<Coder, 'size'>): number => size + speakers.length;

/** Encodes dialogs. */
export function dialogEncoder(coder: Coder): DialogEncoder {
  const known = new Map<string, Int32Array>();
  const encode = (speaker: Speaker, text: string): Int32Array => {
    const key = `${speaker} ${text}`;
    let symbols = known.get(key);
    if (!symbols) {
      const mark = marksOf(coder)[speakers.indexOf(speaker)];
      known.set(key, (symbols = Int32Array.of(mark, ...coder.encode(text))));
    }
    return symbols;
  };
  return ({ turns }) => ({ turns: turns.map(({ speaker, text }) => encode(speaker, text)) });
}
