import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import type { FeatureSequence } from './featureSequence.ts';

/**
 * A sequence per line: {"features": [[...], ...], "text": "..."}; an "id", and without one the line's number. Transcripts
 * may be missing. Lines that are bad, or of another width than the first, go to `left`.
 */
export function readFeatureLines(text: string, file: string, left: LeftOut): FeatureSequence[] {
  const sequences: FeatureSequence[] = [];
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === '') return;
    try {
      sequences.push(sequenceOf(line, `${file}, line ${k + 1}`, k + 1, sequences[0]?.width));
    } catch (error) {
      left.take(error);
    }
  });
  return sequences;
}

function sequenceOf(line: string, place: string, number: number, wanted?: number): FeatureSequence {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    refuse(place, 'it is not JSON');
  }
  const { features: steps, text, id = String(number) }: Record<string, unknown> = Object(value);
  if (text !== undefined && typeof text !== 'string') refuse(place, '"text" is no string');
  if (typeof id !== 'string' && typeof id !== 'number') refuse(place, '"id" is no string');
  const features = featuresOf(steps, place, wanted);
  return { id: String(id), ...features, place, ...(typeof text === 'string' && { text }) };
}

/**
 * Steps as an array of arrays of finite numbers, each `wanted` long. Throws `bad-data`, naming the step.
 */
export function featuresOf(
  steps: unknown,
  place: string,
  wanted?: number,
): Pick<FeatureSequence, 'features' | 'width'> {
  if (!Array.isArray(steps) || steps.length === 0) return refuse(place, '"features" is no list of steps');
  const all: readonly unknown[] = steps;
  const width = wanted ?? Number(Object(all[0]).length);
  if (!(width >= 1)) refuse(place, 'step 0 of "features" is no list of numbers');
  const features = new Float32Array(all.length * width);
  all.forEach((step, t) => {
    const { length } = Object(step) as ArrayLike<unknown>;
    if (length !== width)
      refuse(place, `step ${t} of "features" has ${length ?? 'no'} numbers, not ${width}`);
    for (let k = 0; k < width; k++) {
      const number = (step as ArrayLike<unknown>)[k];
      const stored = typeof number === 'number' ? Math.fround(number) : Number.NaN;
      if (!Number.isFinite(stored))
        refuse(place, `step ${t}, number ${k} of "features" is ${String(number)}`);
      features[t * width + k] = stored;
    }
  });
  return { features, width };
}

const refuse = (place: string, what: string): never =>
  fail(
    'bad-data',
    place,
    what,
    'Give {"features": [[...], ...], "text": "..."}, with as many numbers in each step.',
  );
