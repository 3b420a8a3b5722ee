/**
 * A heap as a kernel sees it: floats `f` and integers `i`, both addressed by element. On the fast backends the two
 * are views of the same float32/int32 memory; on the reference backend they are separate arrays, and `f` may hold
 * float64. An allocation is used as floats or as integers, never as both.
 */
export interface Memory {
  readonly f: Float32Array | Float64Array;
  readonly i: Int32Array;
}

/** The offset that stands for "no such buffer" in kernel arguments: NULL in C. */
export const NONE = -1;
