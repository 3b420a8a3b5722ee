import type { Piece } from './pianoRoll.ts';

/** Ticks of a step: MIDI's usual quarter note. */
const TICKS = 480;
const VELOCITY = 80;

/**
 * A piece as a standard MIDI file of one track: a note that sounds in steps on end is held. `tempo`: steps (quarter
 * notes) a minute.
 */
export function toMidi(
  piece: Piece,
  { tempo = 80 }: { readonly tempo?: number } = {},
): Uint8Array<ArrayBuffer> {
  const microseconds = Math.round(60e6 / tempo);
  const track = [0, 0xff, 0x51, 3, ...bytesOf(microseconds, 3)];
  let waiting = 0;
  const event = (status: number, note: number, velocity: number): void => {
    track.push(...variableLength(waiting), status, note, velocity);
    waiting = 0;
  };
  [...piece, []].forEach((notes, t) => {
    const before = piece[t - 1] ?? [];
    for (const note of before) if (!notes.includes(note)) event(0x80, note, 0);
    for (const note of notes) if (!before.includes(note)) event(0x90, note, VELOCITY);
    waiting += TICKS;
  });
  track.push(0, 0xff, 0x2f, 0);
  return Uint8Array.from([
    ...ascii('MThd'),
    ...bytesOf(6, 4),
    ...bytesOf(0, 2),
    ...bytesOf(1, 2),
    ...bytesOf(TICKS, 2),
    ...ascii('MTrk'),
    ...bytesOf(track.length, 4),
    ...track,
  ]);
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** Big-endian. */
const bytesOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => Math.floor(value / 256 ** (count - 1 - k)) % 256);

/** Seven bits a byte, the highest first; all but the last have their top bit set. */
function variableLength(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(128 + (rest % 128));
  return bytes;
}
