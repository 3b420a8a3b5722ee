interface Time {
  /** int32 [T]: how many sequences run at step t; not increasing. */
  readonly batchSizes: number;
  /** T. */
  readonly steps: number;
  /** 1: each sequence is read from its own end to its start. */
  readonly reverse: number;
}

/**
 * The driver: visits every packed row of a sweep, step after step; `backward` in the opposite order. Row
 * stepOffsets[t] + b holds step t of sequence b. `previous` is the row that holds the state before it: that
 * of step t - 1, reading in reverse t + 1; -1 where the sequence begins and the initial state comes before
 * it.
 */
export function forEachRow(
  i: Int32Array,
  { batchSizes, steps, reverse }: Time,
  order: 'forward' | 'backward',
  visit: (row: number, sequence: number, previous: number) => void,
): void {
  const stepOffsets = [0];
  for (let t = 0; t < steps; t++) stepOffsets.push(stepOffsets[t] + i[batchSizes + t]);
  const ascending = (order === 'backward') === (reverse !== 0);
  for (let step = 0; step < steps; step++) {
    const t = ascending ? step : steps - 1 - step;
    const before = reverse ? t + 1 : t - 1;
    const carried = before < 0 || before === steps ? 0 : i[batchSizes + before];
    for (let sequence = 0; sequence < i[batchSizes + t]; sequence++) {
      visit(stepOffsets[t] + sequence, sequence, sequence < carried ? stepOffsets[before] + sequence : -1);
    }
  }
}
