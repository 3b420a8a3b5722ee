/** What is left of a gradient is forgotten below this share of that at lag 0. */
export const FORGOTTEN = 0.01;

/**
 * The effective memory of gradients by lag: the first lag from which on they stay below 1 % of that at lag 0. null where
 * they do not within the lags that are given: the memory reaches further back.
 */
export function effectiveMemory(shares: ArrayLike<number>): number | null {
  let lag = shares.length;
  while (lag > 0 && shares[lag - 1] < FORGOTTEN) lag--;
  return lag === shares.length ? null : lag;
}
