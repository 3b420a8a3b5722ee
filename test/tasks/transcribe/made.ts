import { normal, stream, uniform } from '../../../src/support/random.ts';

const SOUNDS = 'abc';

/** Sequences in which each label is a few noisy steps on a number of its own, with silence around it. */
export function sounds(count: number, key = 1): { features: number[][]; text: string }[] {
  return Array.from({ length: count }, (_, item) => {
    const own = stream(key, item);
    const pick = (unit: number, most: number): number => Math.floor(most * uniform(own, unit));
    const text = Array.from({ length: 1 + pick(0, 4) }, (_label, k) => SOUNDS[pick(1 + k, 3)]).join('');
    let unit = 100;
    const step = (loud?: string): number[] =>
      Array.from(SOUNDS, (sound) => (sound === loud ? 2 : 0) + 0.3 * normal(own, unit++));
    const features = Array.from(text).flatMap((sound) => [
      step(),
      ...Array.from({ length: 3 + pick(unit++, 3) }, () => step(sound)),
      step(),
    ]);
    return { features, text };
  });
}
