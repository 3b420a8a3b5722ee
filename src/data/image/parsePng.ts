import { decode, type DecodedPng } from 'fast-png';
import { fail } from '../../support/errors.ts';
import { checkSize, type GrayImage } from './grayImage.ts';

/**
 * A picture in PNG as shades of gray: colours by the luma of ITU-R BT.601, what is transparent on white. Of any depth and
 * colour type. Throws `bad-data`, naming `where`, for what cannot be decoded or whose checksums are wrong.
 */
export function parsePng(bytes: Uint8Array, where: string): GrayImage {
  if (bytes.length > 28) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (view.getUint32(12) === IHDR) checkSize(where, view.getUint32(20), view.getUint32(16));
    if (bytes[28] === 1 && bytes[24] < 8) refuse(where, 'it is interlaced and has fewer than 8 bits');
  }
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (error) {
    return refuse(where, error instanceof Error ? error.message : String(error));
  }
  return grayOf(png, where);
}

const IHDR = 0x49484452;

function grayOf(png: DecodedPng, where: string): GrayImage {
  const { width, height, channels, depth, palette, transparency } = png;
  const most = 2 ** depth - 1;
  if (channels === 1 && depth >= 8 && !palette && !transparency) {
    return { height, width, pixels: Float32Array.from(png.data, (value) => value / most) };
  }
  const sampleAt = reader(png);
  const pixels = new Float32Array(height * width);
  for (let k = 0; k < pixels.length; k++) {
    const samples = Array.from({ length: channels }, (_, c) => sampleAt(k, c));
    if (palette) {
      const colour = palette[samples[0]];
      if (colour === undefined) refuse(where, `it has no colour ${samples[0]} in its palette`);
      pixels[k] = shade(colour, 255);
    } else if (transparency?.every((value, c) => value === samples[c])) pixels[k] = 1;
    else pixels[k] = shade(samples, most);
  }
  return { height, width, pixels };
}

/** The shade of samples from 0 to `most`: gray, gray and alpha, red green blue, and these with alpha. */
function shade(samples: readonly number[], most: number): number {
  const coloured = samples.length > 2;
  const [red, green, blue] = samples;
  const light = (coloured ? 0.299 * red + 0.587 * green + 0.114 * blue : red) / most;
  const alpha = samples.length % 2 === 0 ? samples[samples.length - 1] / most : 1;
  return alpha * light + 1 - alpha;
}

/** Samples of a decoded picture; those of fewer than 8 bits are packed, and each row begins with a new byte. */
function reader({ width, channels, depth, data }: DecodedPng): (pixel: number, channel: number) => number {
  if (depth >= 8) return (pixel, channel) => data[pixel * channels + channel];
  const bytesInRow = Math.ceil((width * depth) / 8);
  return (pixel) => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * bytesInRow + (bit >> 3)];
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  };
}

const refuse = (where: string, what: string): never =>
  fail('bad-data', where, `no PNG picture that can be read: ${what}`, 'Save the picture as PNG or PGM again');
