/** The keys of a piano: MIDI notes 21 to 108. */
export const LOWEST = 21;
export const KEYS = 88;

/** A piece of music: the notes (MIDI numbers, 60 is middle C) that sound at each step; none is silence. */
export type Piece = readonly (readonly number[])[];

/** [T, 88]: 1 where a key sounds. `shift`: half-tones to transpose by. */
export function rollOf(piece: Piece, shift = 0): Float32Array {
  const roll = new Float32Array(piece.length * KEYS);
  piece.forEach((notes, t) => {
    for (const note of notes) roll[t * KEYS + note - LOWEST + shift] = 1;
  });
  return roll;
}

/** By how many half-tones a piece can be transposed and stay on the keys, from `least` to `most`. */
export function roomOf(piece: Piece): { readonly least: number; readonly most: number } {
  let [low, high] = [LOWEST + KEYS - 1, LOWEST];
  for (const notes of piece) {
    for (const note of notes) {
      low = Math.min(low, note);
      high = Math.max(high, note);
    }
  }
  return low > high ? { least: 0, most: 0 } : { least: LOWEST - low, most: LOWEST + KEYS - 1 - high };
}
