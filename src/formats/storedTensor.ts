/** The array that holds the elements of each type. Booleans are bytes 0 and 1. */
export interface ElementArrays<Memory extends ArrayBufferLike = ArrayBufferLike> {
  BOOL: Uint8Array<Memory>;
  U8: Uint8Array<Memory>;
  I8: Int8Array<Memory>;
  U16: Uint16Array<Memory>;
  I16: Int16Array<Memory>;
  U32: Uint32Array<Memory>;
  I32: Int32Array<Memory>;
  U64: BigUint64Array<Memory>;
  I64: BigInt64Array<Memory>;
  F32: Float32Array<Memory>;
  F64: Float64Array<Memory>;
}

/** The name of an element type, as safetensors spells it. */
export type ElementType = keyof ElementArrays;

/** A tensor as it lies in a file: row-major, `data.length` is the product of `shape`. */
export type StoredTensor<Memory extends ArrayBufferLike = ArrayBufferLike> = {
  [Type in ElementType]: { dtype: Type; shape: number[]; data: ElementArrays<Memory>[Type] };
}[ElementType];

/** Bytes per element, half-precision types among them. */
export const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const satisfies Record<ElementType | 'F16' | 'BF16', number>;

/** An element type in a file: half precision exists only there. */
export type FileElementType = keyof typeof elementBytes;
