import { expect, it } from 'vitest';
import type { Piece } from '../../../src/tasks/music/pianoRoll.ts';
import { toMidi } from '../../../src/tasks/music/toMidi.ts';

/** Reads a MIDI file back: which notes sound at each step of 480 ticks. Written from the standard, not from the writer. */
function notesOf(bytes: Uint8Array): { tempo: number; piece: number[][] } {
  const view = new DataView(bytes.buffer);
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  expect([text(0), view.getUint32(4), view.getUint16(8), view.getUint16(10)]).toEqual(['MThd', 6, 0, 1]);
  const division = view.getUint16(12);
  expect([text(14), view.getUint32(18)]).toEqual(['MTrk', bytes.length - 22]);
  let at = 22;
  let [tick, tempo] = [0, 0];
  const sounding = new Set<number>();
  const piece: number[][] = [];
  for (;;) {
    let delta = 0;
    do delta = delta * 128 + (bytes[at] & 127);
    while (bytes[at++] & 128);
    for (const end = tick + delta; tick < end; tick += division)
      piece.push([...sounding].sort((a, b) => a - b));
    const status = bytes[at];
    if (status === 0xff) {
      if (bytes[at + 1] === 0x2f) return { tempo, piece };
      expect([bytes[at + 1], bytes[at + 2]]).toEqual([0x51, 3]);
      tempo = 60e6 / ((bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5]);
      at += 6;
      continue;
    }
    const note = bytes[at + 1];
    if (status === 0x90) expect(sounding.has(note)).toBe(false);
    if (status === 0x80) expect(sounding.has(note)).toBe(true);
    if (status === 0x90) sounding.add(note);
    else sounding.delete(note);
    at += 3;
  }
}

it.each<[Piece]>([
  [[[60, 64], [60, 65], [], [60]]],
  [[...Array.from({ length: 40 }, () => [70]), [21, 108]]],
])('a MIDI file holds the notes of %j', (piece) => {
  const read = notesOf(toMidi(piece, { tempo: 100 }));
  expect(read.piece).toEqual(piece);
  expect(read.tempo).toBeCloseTo(100, 3);
});
