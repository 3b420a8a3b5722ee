import type { GrayImage } from './grayImage.ts';

/** A picture scaled to a height, its proportions kept: each pixel is the mean of the area that it covers. */
export function scaleImage(image: GrayImage, height: number): GrayImage {
  if (image.height === height) return image;
  const width = Math.max(1, Math.round((image.width * height) / image.height));
  const across = resample(image.pixels, { outer: image.height, from: image.width, to: width, inner: 1 });
  return {
    height,
    width,
    pixels: resample(across, { outer: 1, from: image.height, to: height, inner: width }),
  };
}

interface Axis {
  readonly outer: number;
  readonly from: number;
  readonly to: number;
  readonly inner: number;
}

/** Means over stretches of the middle one of three axes: [outer, from, inner] to [outer, to, inner]. */
function resample(values: Float32Array, { outer, from, to, inner }: Axis): Float32Array {
  const result = new Float32Array(outer * to * inner);
  for (let k = 0; k < to; k++) {
    const [start, end] = [(k * from) / to, ((k + 1) * from) / to];
    for (let source = Math.floor(start); source < Math.min(from, Math.ceil(end)); source++) {
      const share = (Math.min(end, source + 1) - Math.max(start, source)) / (end - start);
      for (let a = 0; a < outer; a++) {
        for (let b = 0; b < inner; b++) {
          result[(a * to + k) * inner + b] += share * values[(a * from + source) * inner + b];
        }
      }
    }
  }
  return result;
}
