import { deflateSync } from 'node:zlib';

interface Png {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 gray, 2 colours, 3 palette, 4 gray and alpha, 6 colours and alpha. */
  readonly type: number;
  /** Rows, each with the number of its filter before it. */
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  readonly interlaced?: boolean;
}

/** A file in PNG, put together chunk by chunk after the specification. */
export function pngBytes({ width, height, depth, type, rows, ...more }: Png): Uint8Array<ArrayBuffer> {
  const header = [...bigEndian(width), ...bigEndian(height), depth, type, 0, 0, more.interlaced ? 1 : 0];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...(more.palette ? chunk('PLTE', more.palette) : []),
    ...(more.transparency ? chunk('tRNS', more.transparency) : []),
    ...chunk('IDAT', [...deflateSync(Uint8Array.from(rows.flat()))]),
    ...chunk('IEND', []),
  ]);
}

const bigEndian = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

function chunk(name: string, content: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(name), ...content];
  return [...bigEndian(content.length), ...body, ...bigEndian(crc(body))];
}

function crc(bytes: readonly number[]): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}
