/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Bit 11: names are in UTF-8. */
const UTF8 = 0x0800;

/** 1 January 1980, the first day that the format knows. */
const DAY = (1 << 5) | 1;

/** An archive of files that are stored as they are (PKWARE APPNOTE 6.3, without compression); the same files give the same bytes. */
export function zip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const path = new TextEncoder().encode(name);
    const common = [20, UTF8, 0, 0, DAY] as const;
    const sizes = [crc32(content), content.length, content.length] as const;
    const local = record(0x04034b50, common, sizes, [path.length, 0], []);
    directory.push(record(0x02014b50, [20, ...common], sizes, [path.length, 0, 0, 0, 0], [0, offset]), path);
    parts.push(local, path, content);
    offset += local.length + path.length + content.length;
  }
  const size = lengthOf(directory);
  const count = entries.length;
  const end = record(0x06054b50, [0, 0, count, count], [size, offset], [0], []);
  return join([...parts, ...directory, end]);
}

/** A signature, then fields of two bytes, of four, of two, and of four. */
function record(
  signature: number,
  first: readonly number[],
  second: readonly number[],
  third: readonly number[],
  fourth: readonly number[],
): Uint8Array {
  const bytes = new DataView(
    new ArrayBuffer(4 + 2 * (first.length + third.length) + 4 * (second.length + fourth.length)),
  );
  let at = 0;
  const put = (values: readonly number[], size: 2 | 4): void => {
    for (const value of values) {
      if (size === 2) bytes.setUint16(at, value, true);
      else bytes.setUint32(at, value, true);
      at += size;
    }
  };
  put([signature], 4);
  put(first, 2);
  put(second, 4);
  put(third, 2);
  put(fourth, 4);
  return new Uint8Array(bytes.buffer);
}

/** The checksum of the format: the remainder by the polynomial of IEEE 802.3, bits reversed. */
function crc32(bytes: Uint8Array): number {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
