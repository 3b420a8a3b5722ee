import type { GrayImage } from '../image/grayImage.ts';

/** A sequence of T steps with I numbers each, and its transcript where the data has one. */
export interface FeatureSequence {
  /** Its name in the data: an id, a file, a line. */
  readonly id: string;
  /** [T, I], row-major. */
  readonly features: Float32Array;
  /** I. */
  readonly width: number;
  readonly text?: string;
  /** Where it is, for messages. */
  readonly place: string;
}

/** T. */
export const stepsOf = ({ features, width }: Pick<FeatureSequence, 'features' | 'width'>): number =>
  features.length / width;

/** The columns of a picture from left to right, as features [width, height]. */
export function imageColumns({ height, width, pixels }: GrayImage): Float32Array {
  const features = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) features[x * height + y] = pixels[y * width + x];
  }
  return features;
}
