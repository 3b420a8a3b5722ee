/** An LSTM that learns a cadence in all keys, and plays it in a key that it begins with. */
import { music } from 'unrolled';

/** Tonic, subdominant, dominant, tonic: four chords on a root, four times. */
const cadence = (root: number): number[][] =>
  Array.from({ length: 16 }, (_, t) => [0, 5, 7, 0][t % 4] ?? 0).map((step) =>
    [0, 4, 7].map((interval) => root + step + interval),
  );

const pieces = Array.from({ length: 24 }, (_, k) => cadence(40 + k));
const model = await music.fit(pieces, {
  hidden: 128,
  epochs: 200,
  batch: 4,
  dropout: 0,
  recurrentDropout: 0,
  validFraction: 0,
});
const wanted = cadence(55);
const played = model.compose({ prompt: wanted.slice(0, 4), length: 12, temperature: 0.2 });
const right = played.filter((notes, t) => notes.join() === wanted[t + 4]?.join()).length;
console.log(played.map((notes) => notes.join(' ')).join('\n'));
console.log(
  `${right} of 12 chords are those of the cadence; a MIDI file of ${music.toMidi(played).length} bytes`,
);
if (right < 9) throw new Error('it has not learned the cadence');
model.close();
