import type { GrayImage } from '../image/grayImage.ts';

/** A picture as one array: its width, then its pixels row by row, from 0 (black) to 1 (white). */
export type Picture = Float32Array<ArrayBuffer>;

export function pictureOf({ width, pixels }: GrayImage): Picture {
  const picture = new Float32Array(1 + pixels.length);
  picture[0] = width;
  picture.set(pixels, 1);
  return picture;
}

/** The opposite: its pixels are the same memory. */
export function imageOf(picture: Picture): GrayImage {
  const pixels = picture.subarray(1);
  const [width] = picture;
  return { height: pixels.length / width, width, pixels };
}

/** The top left corner of a picture, of `side` pixels at most each way. */
export function cropped(picture: Picture, side: number): Picture {
  const { height, width, pixels } = imageOf(picture);
  const [rows, columns] = [Math.min(height, side), Math.min(width, side)];
  const kept = new Float32Array(rows * columns);
  for (let y = 0; y < rows; y++) kept.set(pixels.subarray(y * width, y * width + columns), y * columns);
  return pictureOf({ height: rows, width: columns, pixels: kept });
}
