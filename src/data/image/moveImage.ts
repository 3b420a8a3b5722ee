import type { GrayImage } from './grayImage.ts';

/** A picture moved so many pixels down and to the right (negative: up, left); what is laid bare repeats its edge. */
export function moveImage({ height, width, pixels }: GrayImage, down: number, right: number): GrayImage {
  const moved = new Float32Array(pixels.length);
  const within = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  for (let y = 0; y < height; y++) {
    const from = within(y - down, height) * width;
    for (let x = 0; x < width; x++) moved[y * width + x] = pixels[from + within(x - right, width)];
  }
  return { height, width, pixels: moved };
}
