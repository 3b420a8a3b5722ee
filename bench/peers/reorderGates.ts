/** A weight [G*H, ...] or bias [G*H] with its G blocks of rows in another order: block k is what was block `order[k]`. */
export function reorderGates(data: Float32Array, order: readonly number[]): Float32Array {
  const block = data.length / order.length;
  const result = new Float32Array(data.length);
  order.forEach((from, to) => result.set(data.subarray(from * block, (from + 1) * block), to * block));
  return result;
}
