import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { HeapCopies } from '../../tensor/ragged/heapCopies.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * Which source each of Q query rows reads, in any order, and how the weights lie: those of a query row over all the
 * positions of its source, one query row after another, W in all. It lives on the host and never changes.
 */
export class QueryRows {
  /** The lengths of the B sources. */
  readonly source: Structure;
  /** [Q]: the source of each query row. */
  readonly sources: Int32Array;
  /** [Q]: the step of the reader that each query row is, from 0 on; where a monotonic window stands. */
  readonly times: Int32Array | undefined;
  /** Q. */
  readonly count: number;
  /** [Q + 1]: where the weights of each query row begin. */
  readonly starts: Int32Array;
  /** W, the sum over the query rows of the lengths of their sources. */
  readonly total: number;
  #structure: Structure | undefined;
  #table: Int32Array | undefined;
  readonly #copies = new HeapCopies();

  /** Throws `bad-argument` for a source that there is not, or another number of times. */
  constructor(source: Structure, sources: ArrayLike<number>, times?: ArrayLike<number>) {
    check(source, sources, times);
    this.source = source;
    this.sources = Int32Array.from(sources);
    this.times = times && Int32Array.from(times);
    this.count = sources.length;
    this.starts = new Int32Array(this.count + 1);
    this.sources.forEach((k, row) => {
      this.starts[row + 1] = this.starts[row] + source.lengths[k];
    });
    this.total = this.starts[this.count];
  }

  /** One row per sequence that still runs at a step of the readers, in packed order. Throws `bad-argument` unless both are B. */
  static ofStep(source: Structure, reader: Structure, time: number): QueryRows {
    checkReader(source, reader);
    const running = reader.order.subarray(0, reader.batchSizes[time] ?? 0);
    return new QueryRows(
      source,
      running,
      running.map((k) => reader.firstTimes[k] + time),
    );
  }

  /** All steps of the readers at once, a row for each. Throws `bad-argument` unless both are B. */
  static ofAll(source: Structure, { structure, layout }: Pick<Ragged, 'structure' | 'layout'>): QueryRows {
    checkReader(source, structure);
    const owners = structure.owners(layout);
    const times = structure.times(layout).map((time, row) => structure.firstTimes[owners[row]] + time);
    return new QueryRows(source, owners, times);
  }

  /** The weights as a ragged batch of Q sequences: `ragged(weights, rows.structure)`. */
  get structure(): Structure {
    return (this.#structure ??= Structure.of(this.sources.map((k) => this.source.lengths[k])));
  }

  /** int32 [W]: the query row of each weight. */
  ownersOn(context: Context): Tensor {
    return this.structure.on(context, this.structure.owners('sequence'));
  }

  /**
   * int32 [2 (B + 1) + Q + Q], as kernels read it: the first row of each source, B + 1; where the query rows of each
   * source begin in the following list, B + 1; the query rows by source, Q, each source's in their order; and where
   * the weights of each query row begin, Q.
   */
  tableOn(context: Context): Tensor {
    return this.#copies.on(context, (this.#table ??= this.#makeTable()));
  }

  #makeTable(): Int32Array {
    const { source, sources, count } = this;
    const groups = new Int32Array(source.count + 1);
    for (const k of sources) groups[k + 1]++;
    for (let k = 0; k < source.count; k++) groups[k + 1] += groups[k];
    const next = groups.slice();
    const bySource = new Int32Array(count);
    sources.forEach((k, row) => {
      bySource[next[k]++] = row;
    });
    const table = new Int32Array(2 * (source.count + 1) + 2 * count);
    table.set(source.starts);
    table.set(groups, source.count + 1);
    table.set(bySource, 2 * (source.count + 1));
    table.set(this.starts.subarray(0, count), 2 * (source.count + 1) + count);
    return table;
  }
}

function checkReader(source: Structure, reader: Structure): void {
  if (source.count === reader.count) return;
  fail(
    'bad-argument',
    'attention',
    `${reader.count} sequences that read ${source.count} sources`,
    'Give each sequence the source at its place, or say which each row reads: new QueryRows',
  );
}

function check(source: Structure, sources: ArrayLike<number>, times?: ArrayLike<number>): void {
  const at = Array.from(sources).findIndex((k) => !Number.isInteger(k) || k < 0 || k >= source.count);
  if (at >= 0) {
    fail(
      'bad-argument',
      'attention',
      `query row ${at} reads source ${sources[at]}, but there are ${source.count}`,
      'Give each query row the number of a source, from 0 on',
    );
  }
  if (times && times.length !== sources.length) {
    fail(
      'bad-argument',
      'attention',
      `${times.length} times for ${sources.length} query rows`,
      'Give one per query row',
    );
  }
}
