/** log(sum(exp(values))); minus infinity of nothing, and where all are. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let k = 0; k < values.length; k++) top = Math.max(top, values[k]);
  if (top === -Infinity) return top;
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.exp(values[k] - top);
  return top + Math.log(sum);
}
