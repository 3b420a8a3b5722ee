import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import type { StoredTensor } from '../../src/formats/storedTensor.ts';
import { UnrolledError } from '../../src/support/errors.ts';
import { bits, stream } from '../../src/support/random.ts';

/** A file of this header and this many bytes of data. */
function file(header: unknown, size = 0, claim?: number): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(claim ?? json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const everyType: [string, StoredTensor][] = [
  ['weight', { dtype: 'F32', shape: [2, 2], data: new Float32Array([0.1, -0, Number.NaN, Infinity]) }],
  ['flags', { dtype: 'BOOL', shape: [3], data: new Uint8Array([1, 0, 1]) }],
  ['9', { dtype: 'F64', shape: [], data: new Float64Array([Math.PI]) }],
  ['empty', { dtype: 'I32', shape: [0, 5], data: new Int32Array(0) }],
  ['big', { dtype: 'I64', shape: [2], data: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]) }],
  ['huge', { dtype: 'U64', shape: [1], data: new BigUint64Array([2n ** 64n - 1n]) }],
  ['__proto__', { dtype: 'I8', shape: [1], data: new Int8Array([-1]) }],
  ['a "quoted" ü\n', { dtype: 'U16', shape: [1, 1], data: new Uint16Array([65535]) }],
  ['i16', { dtype: 'I16', shape: [1], data: new Int16Array([-2]) }],
  ['u32', { dtype: 'U32', shape: [1], data: new Uint32Array([2 ** 32 - 1]) }],
  ['u8', { dtype: 'U8', shape: [1], data: new Uint8Array([7]) }],
];
const metadata = { format: 'pt', a: 'x"y', ['__proto__']: 'kept' };

describe('safetensors', () => {
  test('every type, name and value comes back', () => {
    const read = readSafetensors(writeSafetensors(everyType, metadata), 'model');
    expect(read.tensors).toEqual(new Map(everyType));
    expect([...read.tensors.keys()]).toEqual(everyType.map(([name]) => name).sort());
    expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
    const weight = read.tensors.get('weight')?.data;
    expect(weight && Object.is(weight[1], -0)).toBe(true);
  });

  test('the bytes do not depend on the order given, and tensors are aligned', () => {
    const bytes = writeSafetensors(everyType, metadata);
    const swapped = writeSafetensors(
      [...everyType].reverse(),
      Object.fromEntries(Object.entries(metadata).reverse()),
    );
    expect(swapped).toEqual(bytes);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    const ends = [...header.matchAll(/"dtype":"[A-Z]*(\d+|OOL)".*?"data_offsets":\[(\d+),/g)];
    expect(ends.length).toBe(everyType.length);
    for (const [, width, begin] of ends)
      expect(Number(begin) % (width === 'OOL' ? 1 : Number(width) / 8)).toBe(0);
  });

  test('the bytes of a small file', () => {
    const bytes = writeSafetensors(
      new Map([['b', { dtype: 'F32' as const, shape: [1], data: new Float32Array([1]) }]]),
    );
    const header = '{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.padEnd(56);
    expect(bytes).toEqual(
      new Uint8Array([56, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 128, 63]),
    );
  });

  test('half precision becomes float32, unaligned and viewed bytes are fine', () => {
    const header = {
      u: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
      h: { dtype: 'F16', shape: [6], data_offsets: [1, 13] },
      b: { dtype: 'BF16', shape: [2], data_offsets: [13, 17] },
    };
    const bytes = file(header, 17);
    const data = new DataView(bytes.buffer, bytes.length - 17);
    [0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x3555].forEach((half, i) => {
      data.setUint16(1 + 2 * i, half, true);
    });
    data.setUint16(13, 0x3f80, true);
    data.setUint16(15, 0xc049, true);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const { tensors } = readSafetensors(shifted.subarray(3), 'half');
    expect(tensors.get('h')).toEqual({
      dtype: 'F32',
      shape: [6],
      data: new Float32Array([1, -2, 2 ** -24, 65504, -Infinity, 0.333251953125]),
    });
    expect(tensors.get('b')?.data).toEqual(new Float32Array([1, -3.140625]));
  });

  const F32 = (shape: unknown, begin: unknown, end: unknown) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  test.each<[string, Uint8Array, string]>([
    ['too short', new Uint8Array(7), 'has 7 bytes'],
    ['header beyond the file', file({}, 0, 99), 'claims 99 bytes, but the file has 2'],
    ['header over 100 MB', file({}, 0, 2 ** 40), 'more than 100000000'],
    ['header of 2^63', file({}, 0, Number.MAX_SAFE_INTEGER), 'more than 100000000'],
    ['empty header', file(''), 'does not begin with {'],
    ['not JSON', file('{"a":'), 'is not JSON'],
    ['not UTF-8', file('{"\u00e9":1}').with(10, 0xff), 'is not JSON'],
    ['a list', file('[]'), 'does not begin with {'],
    [
      'the same name twice',
      file('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0061" :1}'),
      '"a" twice',
    ],
    ['entry not an object', file({ a: 1 }), 'tensor "a" is not described'],
    [
      'unknown type',
      file({ a: { dtype: 'F8', shape: [0], data_offsets: [0, 0] } }),
      'the type "F8", not one of BOOL',
    ],
    [
      'inherited type',
      file({ a: { dtype: 'toString', shape: [0], data_offsets: [0, 0] } }),
      'the type "toString"',
    ],
    ['negative shape', file({ a: F32([-1, -1], 0, 4) }, 4), 'the shape [-1,-1]'],
    ['fractional shape', file({ a: F32([0.5], 0, 2) }, 2), 'the shape [0.5]'],
    ['enormous shape', file({ a: F32([2 ** 30, 2 ** 30], 0, 4) }, 4), 'takes 4611686018427388000 bytes'],
    ['shape not a list', file({ a: F32('4', 0, 4) }, 4), 'the shape "4"'],
    ['offsets reversed', file({ a: F32([1], 4, 0) }, 4), 'the offsets [4,0]'],
    ['offsets not numbers', file({ a: F32([1], '0', '4') }, 4), 'the offsets ["0","4"]'],
    [
      'size unlike shape',
      file({ a: F32([2], 0, 4) }, 4),
      '[2] of F32 takes 8 bytes, but its offsets [0, 4] hold 4',
    ],
    ['cut short', file({ a: F32([2], 0, 8) }, 7), 'ends at byte 8 of the data, but the file has 7'],
    [
      'overlap',
      file({ a: F32([2], 0, 8), b: F32([2], 4, 12) }, 12),
      'tensor "b" begins at byte 4 and overlaps',
    ],
    ['gap', file({ a: F32([1], 0, 4), b: F32([1], 8, 12) }, 12), 'no tensor holds the bytes 4 to 8'],
    ['bytes at the end', file({ a: F32([1], 0, 4) }, 9), 'no tensor holds the last 5 bytes'],
    ['metadata not text', file({ __metadata__: { a: 1 } }), '__metadata__ "a" is not a string'],
    ['metadata a list', file({ __metadata__: [] }), '__metadata__ is not an object'],
  ])('refuses a file: %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'x.safetensors')).toThrow(message);
    expect(() => readSafetensors(bytes, 'x.safetensors')).toThrow(/^x\.safetensors: .*\. Fetch or export/);
  });

  test('writing refuses a shape that does not fit and names used twice', () => {
    const tensor: StoredTensor = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
    expect(() => writeSafetensors([['a', { ...tensor, shape: [2] }]])).toThrow('shape [2] but 1 elements');
    expect(() =>
      writeSafetensors([
        ['a', tensor],
        ['a', tensor],
      ]),
    ).toThrow('two tensors are named a');
    expect(() => writeSafetensors([['__metadata__', tensor]])).toThrow('__metadata__');
  });

  test('whatever is cut off or changed, nothing but an UnrolledError is thrown', () => {
    const whole = writeSafetensors(everyType, metadata);
    const length = Number(new DataView(whole.buffer).getBigUint64(0, true));
    let refused = 0;
    for (let round = 0; round < 4000; round++) {
      const draw = stream(20, round);
      const end = round % 3 === 0 ? bits(draw, 0) % whole.length : whole.length;
      const bytes = whole.slice(0, end);
      const changes = round % 3 === 0 ? 0 : 1 + (bits(draw, 1) % 4);
      for (let change = 0; change < changes; change++) {
        const at = bits(draw, 2 + 2 * change) % (8 + length);
        const value = bits(draw, 3 + 2 * change);
        // A character that JSON knows does more harm than any byte.
        bytes[at] = round % 3 === 1 ? value : '{}[]",:0123456789-.eE\\ '.charCodeAt(value % 23);
      }
      try {
        readSafetensors(bytes, 'fuzz');
      } catch (error) {
        expect(error).toBeInstanceOf(UnrolledError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(2000);
  });
});
