import { fail } from '../support/errors.ts';
import { fromBfloat16, fromFloat16 } from './halfPrecision.ts';
import { readHeader } from './safetensorsHeader.ts';
import type { FileElementType, StoredTensor } from './storedTensor.ts';
import { elementBytes } from './storedTensor.ts';

export interface Safetensors {
  /** In the order of their names. */
  readonly tensors: Map<string, StoredTensor<ArrayBuffer>>;
  readonly metadata: Record<string, string>;
}

/**
 * The tensors of a safetensors file, copied out of `bytes`; half-precision tensors (F16, BF16) become F32.
 * `where` names the file in errors. Throws `bad-format`.
 */
export function readSafetensors(bytes: Uint8Array, where: string): Safetensors {
  const { entries, metadata, dataStart } = readHeader(bytes, where);
  const tensors = new Map<string, StoredTensor<ArrayBuffer>>();
  for (const { name, dtype, shape, begin, end } of [...entries].sort((a, b) => compare(a.name, b.name))) {
    // The copy also brings elements that lie across their natural alignment in line.
    const data = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end)).buffer;
    tensors.set(name, toTensor(dtype, shape, data));
  }
  return { tensors, metadata };
}

function toTensor(dtype: FileElementType, shape: number[], data: ArrayBuffer): StoredTensor<ArrayBuffer> {
  switch (dtype) {
    case 'F16':
      return { dtype: 'F32', shape, data: fromFloat16(new Uint16Array(data)) };
    case 'BF16':
      return { dtype: 'F32', shape, data: fromBfloat16(new Uint16Array(data)) };
    case 'BOOL':
    case 'U8':
      return { dtype, shape, data: new Uint8Array(data) };
    case 'I8':
      return { dtype, shape, data: new Int8Array(data) };
    case 'U16':
      return { dtype, shape, data: new Uint16Array(data) };
    case 'I16':
      return { dtype, shape, data: new Int16Array(data) };
    case 'U32':
      return { dtype, shape, data: new Uint32Array(data) };
    case 'I32':
      return { dtype, shape, data: new Int32Array(data) };
    case 'U64':
      return { dtype, shape, data: new BigUint64Array(data) };
    case 'I64':
      return { dtype, shape, data: new BigInt64Array(data) };
    case 'F32':
      return { dtype, shape, data: new Float32Array(data) };
    case 'F64':
      return { dtype, shape, data: new Float64Array(data) };
  }
}

/**
 * A safetensors file: the same tensors and metadata give the same bytes, whatever their order. Wide elements come
 * first, so that each tensor is aligned to its elements; among equals, names decide, as in the reference
 * implementation. Throws `shape-mismatch` if a shape does not fit its data.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: StoredTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(
    ([nameA, a], [nameB, b]) => elementBytes[b.dtype] - elementBytes[a.dtype] || compare(nameA, nameB),
  );
  checkNames(ordered.map(([name]) => name));
  // Written member by member: an object would move names that look like integers to the front.
  const members: string[] = [];
  const about = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
  if (about.length > 0) {
    members.push(
      `"__metadata__":{${about.map((pair) => pair.map((text) => JSON.stringify(text)).join(':')).join(',')}}`,
    );
  }
  let size = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    if (shape.reduce((product, n) => product * n, 1) !== data.length) {
      const what = `tensor ${JSON.stringify(name)} has the shape [${shape.join(', ')}] but ${data.length} elements`;
      fail(
        'shape-mismatch',
        'writeSafetensors',
        what,
        'Give a shape whose product is the number of elements.',
      );
    }
    const entry = { dtype, shape, data_offsets: [size, size + data.byteLength] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    size += data.byteLength;
  }
  const json = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;

  const file = new Uint8Array(8 + headerLength + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, 8);
  file.fill(0x20, 8 + json.length, 8 + headerLength);
  let at = 8 + headerLength;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const remedy = 'Give each tensor a name of its own.';
    if (name === '__metadata__')
      fail('bad-argument', 'writeSafetensors', 'a tensor is named __metadata__', remedy);
    if (seen.has(name)) fail('bad-argument', 'writeSafetensors', `two tensors are named ${name}`, remedy);
    seen.add(name);
  }
}

/** Order by code units, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
