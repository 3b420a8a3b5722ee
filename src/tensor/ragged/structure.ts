import { fail } from '../../support/errors.ts';
import type { Context } from '../context.ts';
import type { RowKeys } from '../operations/randomMask.ts';
import type { Tensor } from '../tensor.ts';
import { HeapCopies } from './heapCopies.ts';

/**
 * How the rows of a ragged batch lie: `sequence` has one sequence after another, in the caller's order; `packed` one
 * time step after another, and within a step the sequences that still run, longest first.
 */
export type Layout = 'packed' | 'sequence';

export interface StructureOptions {
  /** What random masks are keyed by in place of a sequence's position, as its number in the data set. [B] */
  readonly ids?: ArrayLike<number>;
  /** The time of each sequence's first step, for masks, where it goes on from an earlier part. [B] */
  readonly firstTimes?: ArrayLike<number>;
}

/**
 * The lengths of B sequences with N steps in all, and what follows from them. It lives on the host, never changes, and
 * is shared by all ragged tensors of these lengths; its copies in a context's heap see to themselves.
 */
export class Structure {
  /** [B], in the caller's order; 0 is allowed. */
  readonly lengths: Int32Array;
  /** B. */
  readonly count: number;
  /** N, the sum of the lengths. */
  readonly total: number;
  /** T, the longest length. */
  readonly longest: number;
  /** [B]: the sequence at each packed position, longest first, equals in the caller's order. */
  readonly order: Int32Array;
  /** [B]: the packed position of each sequence. */
  readonly rank: Int32Array;
  /** Whether packed positions are the caller's order. */
  readonly isSorted: boolean;
  /** [B]: lengths by packed position. */
  readonly packedLengths: Int32Array;
  /** [T]: how many sequences run at each step. */
  readonly batchSizes: Int32Array;
  /** [T + 1]: the first packed row of each step. */
  readonly stepOffsets: Int32Array;
  /** [B + 1]: the first sequence-major row of each sequence. */
  readonly starts: Int32Array;
  /** [B] */
  readonly ids: Int32Array;
  /** [B] */
  readonly firstTimes: Int32Array;
  readonly #memory = new Map<string, Int32Array>();
  readonly #copies = new HeapCopies();

  constructor(lengths: ArrayLike<number>, { ids, firstTimes }: StructureOptions = {}) {
    check(lengths, ids, firstTimes);
    this.lengths = Int32Array.from(lengths);
    this.count = lengths.length;
    this.starts = new Int32Array(this.count + 1);
    this.lengths.forEach((length, k) => {
      this.starts[k + 1] = this.starts[k] + length;
    });
    this.total = this.starts[this.count];
    this.order = Int32Array.from({ length: this.count }, (_, k) => k).sort(
      (a, b) => this.lengths[b] - this.lengths[a] || a - b,
    );
    this.rank = new Int32Array(this.count);
    this.order.forEach((sequence, position) => {
      this.rank[sequence] = position;
    });
    this.isSorted = this.order.every((sequence, position) => sequence === position);
    this.packedLengths = this.order.map((sequence) => this.lengths[sequence]);
    this.longest = this.packedLengths[0] ?? 0;
    this.batchSizes = new Int32Array(this.longest);
    this.stepOffsets = new Int32Array(this.longest + 1);
    let running = this.count;
    for (let t = 0; t < this.longest; t++) {
      while (this.packedLengths[running - 1] <= t) running--;
      this.batchSizes[t] = running;
      this.stepOffsets[t + 1] = this.stepOffsets[t] + running;
    }
    this.ids = ids ? Int32Array.from(ids) : Int32Array.from({ length: this.count }, (_, k) => k);
    this.firstTimes = firstTimes ? Int32Array.from(firstTimes) : new Int32Array(this.count);
  }

  static of(lengths: ArrayLike<number>, options?: StructureOptions): Structure {
    return new Structure(lengths, options);
  }

  /** The row of a sequence's step. */
  row(layout: Layout, sequence: number, time: number): number {
    return layout === 'packed' ? this.stepOffsets[time] + this.rank[sequence] : this.starts[sequence] + time;
  }

  /** [N]: a value for every row of a layout, by its sequence and time. */
  forRows(layout: Layout, value: (sequence: number, time: number) => number): Int32Array {
    const rows = new Int32Array(this.total);
    for (let sequence = 0; sequence < this.count; sequence++) {
      for (let time = 0; time < this.lengths[sequence]; time++) {
        rows[this.row(layout, sequence, time)] = value(sequence, time);
      }
    }
    return rows;
  }

  /** [N]: the row of the other layout that holds the same step: gathering by it gives `layout`. */
  source(layout: Layout): Int32Array {
    const other = layout === 'packed' ? 'sequence' : 'packed';
    return this.#once(`source ${layout}`, () =>
      this.forRows(layout, (sequence, time) => this.row(other, sequence, time)),
    );
  }

  /** [N]: the sequence of each row. */
  owners(layout: Layout): Int32Array {
    return this.#once(`owners ${layout}`, () => this.forRows(layout, (sequence) => sequence));
  }

  /** [N]: the time within its sequence of each row. */
  times(layout: Layout): Int32Array {
    return this.#once(`times ${layout}`, () => this.forRows(layout, (_, time) => time));
  }

  /** [N]: the row with the time counted from the sequence's end: gathering by it reverses every sequence. */
  mirror(layout: Layout): Int32Array {
    return this.#once(`mirror ${layout}`, () =>
      this.forRows(layout, (sequence, time) => this.row(layout, sequence, this.lengths[sequence] - 1 - time)),
    );
  }

  /** [B]: the first or last row of each sequence, -1 where it is empty. */
  ends(layout: Layout, end: 'first' | 'last'): Int32Array {
    return this.#once(`${end} ${layout}`, () =>
      this.lengths.map((length, sequence) =>
        length === 0 ? -1 : this.row(layout, sequence, end === 'first' ? 0 : length - 1),
      ),
    );
  }

  /** An int32 copy of one of this structure's arrays in a context's heap. */
  on(context: Context, array: Int32Array): Tensor {
    return this.#copies.on(context, array);
  }

  /** int32 [B]: `order`; gathering by it brings states from the caller's order to packed order. */
  sequencesOn(context: Context): Tensor {
    return this.on(context, this.order);
  }

  /** int32 [B]: `rank`; gathering by it brings states from packed order to the caller's order. */
  ranksOn(context: Context): Tensor {
    return this.on(context, this.rank);
  }

  /** int32 [B]: the ids by packed position, the keys of masks that a sequence has once. */
  sequenceKeysOn(context: Context): Tensor {
    return this.on(
      context,
      this.#once('ids', () => this.order.map((sequence) => this.ids[sequence])),
    );
  }

  /** int32 [N] each: id and time of every row, the keys of its random masks. */
  rowKeysOn(context: Context, layout: Layout = 'packed'): Required<RowKeys> {
    const sequence = this.#once(`key ${layout}`, () => this.forRows(layout, (k) => this.ids[k]));
    const time = this.#once(`key time ${layout}`, () =>
      this.forRows(layout, (k, t) => this.firstTimes[k] + t),
    );
    return { rowSequence: this.on(context, sequence), rowTime: this.on(context, time) };
  }

  #once(name: string, make: () => Int32Array): Int32Array {
    let array = this.#memory.get(name);
    if (!array) this.#memory.set(name, (array = make()));
    return array;
  }
}

function check(lengths: ArrayLike<number>, ids?: ArrayLike<number>, firstTimes?: ArrayLike<number>): void {
  const at = Array.from(lengths).findIndex((length) => !Number.isInteger(length) || length < 0);
  if (at >= 0) {
    fail(
      'bad-argument',
      'ragged',
      `sequence ${at} has length ${lengths[at]}`,
      'Lengths are integers from 0 on',
    );
  }
  for (const [name, given] of Object.entries({ ids, firstTimes })) {
    if (!given || given.length === lengths.length) continue;
    fail(
      'bad-argument',
      'ragged',
      `${given.length} ${name} for ${lengths.length} sequences`,
      'Give one per sequence',
    );
  }
}
