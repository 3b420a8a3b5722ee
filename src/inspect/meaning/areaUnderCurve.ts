/**
 * The area under the receiver operating characteristic: how often a value of `yes` is above one of `no`, ties counting
 * half. NaN where one of them is empty.
 */
export function areaUnderCurve(yes: Float32Array, no: Float32Array): number {
  const [above, below] = [yes.slice().sort(), no.slice().sort()];
  let [less, upTo, wins] = [0, 0, 0];
  for (const value of above) {
    while (less < below.length && below[less] < value) less++;
    while (upTo < below.length && below[upTo] <= value) upTo++;
    wins += (less + upTo) / 2;
  }
  return wins / (above.length * below.length);
}
