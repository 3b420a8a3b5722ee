/** What a recurrence runs over. */
export interface Batch {
  readonly batchSizes: readonly number[];
  readonly sequences: number;
  /** H. */
  readonly hidden: number;
  /** R where it is not H. */
  readonly output: number;
}

/** Sizes around the widths of vectors and tiles; sequences of length 0; one sequence; no step at all. */
export const batches: readonly Batch[] = [
  { batchSizes: [9, 9, 6, 5, 2, 1], sequences: 11, hidden: 19, output: 10 },
  { batchSizes: [13, 4], sequences: 13, hidden: 33, output: 35 },
  { batchSizes: [1, 1, 1, 1], sequences: 1, hidden: 40, output: 7 },
  { batchSizes: [3, 2], sequences: 3, hidden: 4, output: 2 },
  { batchSizes: [4, 4, 3, 1], sequences: 4, hidden: 131, output: 70 },
  { batchSizes: [], sequences: 2, hidden: 5, output: 3 },
];

/** More rows than one chunk of a sum. */
export const long: Batch = {
  batchSizes: Array.from({ length: 70 }, () => 60),
  sequences: 60,
  hidden: 9,
  output: 5,
};

/** N. */
export const rowsOf = ({ batchSizes }: Batch): number => batchSizes.reduce((sum, size) => sum + size, 0);
