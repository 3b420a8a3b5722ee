import { fail } from '../support/errors.ts';
import { duplicateKey } from './duplicateKey.ts';
import type { FileElementType } from './storedTensor.ts';
import { elementBytes } from './storedTensor.ts';

/** Longer headers are refused, as the reference implementation does. */
const LONGEST_HEADER = 100_000_000;

/** Where a tensor lies: bytes `begin` to `end` (exclusive) after the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: FileElementType;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their bytes; together they cover the file to its end. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Record<string, string>;
  /** Where the first tensor begins, in bytes from the start of the file. */
  readonly dataStart: number;
}

/**
 * Reads and checks the header of a safetensors file: its length in 8 bytes (little-endian), then JSON from name to
 * `{ dtype, shape, data_offsets }`. Throws `bad-format` with `where` and what is wrong; takes no claim of the header
 * for true before it is compared with the size of the file.
 */
export function readHeader(bytes: Uint8Array, where: string): Header {
  if (bytes.length < 8) bad(where, `the file has ${bytes.length} bytes, a safetensors file has at least 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER) bad(where, `the header claims ${length} bytes, more than ${LONGEST_HEADER}`);
  const dataStart = 8 + length;
  if (dataStart > bytes.length) {
    bad(where, `the header claims ${length} bytes, but the file has ${bytes.length - 8} after the length`);
  }
  const { __metadata__, ...tensors } = parseObject(bytes.subarray(8, dataStart), where);
  const entries = Object.entries(tensors).map(([name, entry]) => checkEntry(name, entry, where));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(entries, bytes.length - dataStart, where);
  return { entries, metadata: checkMetadata(__metadata__, where), dataStart };
}

function bad(where: string, what: string): never {
  fail('bad-format', where, what, 'Fetch or export the file again; it is damaged or not a safetensors file.');
}

/** A value of the header for a message, shortened if it is long. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= 100 ? text : `${text.slice(0, 100)}...`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(bytes: Uint8Array, where: string): Record<string, unknown> {
  if (bytes[0] !== 0x7b) bad(where, 'the header does not begin with {');
  let value: unknown;
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    bad(where, `the header is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isRecord(value)) bad(where, 'the header is not a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) bad(where, `the header has the name ${show(twice)} twice`);
  return value;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function checkEntry(name: string, entry: unknown, where: string): HeaderEntry {
  const tensor = `tensor ${show(name)}`;
  if (!isRecord(entry)) bad(where, `${tensor} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !isElementType(dtype)) {
    bad(where, `${tensor} has the type ${show(dtype)}, not one of ${Object.keys(elementBytes).join(', ')}`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    bad(where, `${tensor} has the shape ${show(shape)}, not a list of whole numbers of at least 0`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount) || offsets[0] > offsets[1]) {
    bad(where, `${tensor} has the offsets ${show(offsets)}, not [begin, end] with begin <= end`);
  }
  const [begin, end] = offsets;
  const elements = shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, 1);
  if (elements * elementBytes[dtype] !== end - begin) {
    const size = `${show(shape)} of ${dtype} takes ${elements * elementBytes[dtype]} bytes`;
    bad(where, `${tensor}: ${size}, but its offsets [${begin}, ${end}] hold ${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

function isElementType(name: string): name is FileElementType {
  return Object.hasOwn(elementBytes, name);
}

/** Checks that sorted entries cover `size` bytes with no gap and no overlap. */
function checkCover(entries: readonly HeaderEntry[], size: number, where: string): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    const tensor = `tensor ${show(name)}`;
    if (end > size) {
      bad(where, `${tensor} ends at byte ${end} of the data, but the file has ${size}: it was cut short`);
    }
    if (begin < covered)
      bad(where, `${tensor} begins at byte ${begin} and overlaps the one before, to ${covered}`);
    if (begin > covered) bad(where, `no tensor holds the bytes ${covered} to ${begin} before ${tensor}`);
    covered = end;
  }
  if (covered < size) bad(where, `no tensor holds the last ${size - covered} bytes`);
}

function checkMetadata(value: unknown, where: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) bad(where, '__metadata__ is not an object');
  const pairs = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== 'string') bad(where, `__metadata__ ${show(key)} is not a string`);
    return [key, text];
  });
  return Object.fromEntries(pairs);
}
