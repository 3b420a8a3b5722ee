import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageLoss } from '../../../src/nn/attention/coverageLoss.ts';
import { QueryRows } from '../../../src/nn/attention/queryRows.ts';
import { takeWeights } from '../../../src/nn/attention/takeWeights.ts';
import { stream } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { add } from '../../../src/tensor/operations/add.ts';
import { slice } from '../../../src/tensor/operations/slice.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { openContexts } from '../../support/contexts.ts';
import { attentions, queriesOf, sourcesOf, width } from './cases.ts';

let contexts: { name: string; context: Context }[] = [];
beforeAll(async () => {
  contexts = await openContexts();
});
afterAll(() => {
  for (const { context } of contexts) context.close();
});

const lengths = [3, 0, 7, 1, 12];
const readerLengths = [4, 2, 5, 1, 3];

describe.each(attentions)('attention: $name', ({ querySize, make }) => {
  it('over one position gives exactly its state, and over none 0', () => {
    for (const { name, context } of contexts) {
      const attention = make(context, stream(1));
      const memory = attention.prepare(sourcesOf(context, [1, 0]));
      const rows = new QueryRows(memory.structure, [1, 0, 0], [0, 0, 0]);
      const { context: read, weights } = attention.attend(
        queriesOf(context, [0, 1, 2], querySize),
        memory,
        rows,
      );
      const gaussian = 'local.weight' in attention.parameters;
      const state = memory.values.toArray();
      const round = state instanceof Float32Array ? Math.fround : (x: number): number => x;
      expect(weights.size, name).toBe(2);
      const shares = gaussian ? weights.toArray() : [1, 1];
      if (!gaussian) expect(Array.from(weights.toArray()), name).toEqual(shares);
      const expected = [1, 2].flatMap((row) => Array.from(state, (x) => round(shares[row - 1] * x)));
      expect(Array.from(read.toArray()), name).toEqual([...new Array<number>(width).fill(0), ...expected]);
    }
  });

  it('gives weights that add up to 1, and the states summed by them', () => {
    for (const { name, context } of contexts) {
      const attention = make(context, stream(1));
      const memory = attention.prepare(sourcesOf(context, lengths));
      const rows = new QueryRows(memory.structure, [2, 4, 0, 4], [1, 0, 2, 9]);
      const { context: read, weights } = attention.attend(
        queriesOf(context, [0, 1, 2, 3], querySize),
        memory,
        rows,
      );
      const [shares, states] = [weights.toArray(), memory.values.toArray()];
      rows.sources.forEach((source, row) => {
        const own = Array.from(shares.subarray(rows.starts[row], rows.starts[row + 1]));
        if (!('local.weight' in attention.parameters)) {
          expect(
            own.reduce((a, b) => a + b),
            name,
          ).toBeCloseTo(1, 6);
        }
        for (let unit = 0; unit < width; unit++) {
          const from = memory.structure.starts[source];
          const mean = own.reduce((sum, share, s) => sum + share * states[(from + s) * width + unit], 0);
          expect(read.toArray()[row * width + unit], name).toBeCloseTo(mean, 5);
        }
      });
    }
  });

  it('gives each source and query row, alone, the bits it gets in a batch', () => {
    for (const { name, context } of contexts) {
      const attention = make(context, stream(1));
      const memory = attention.prepare(sourcesOf(context, lengths));
      const sources = [4, 2, 0, 4, 3, 1, 2, 2];
      const times = sources.map((_, row) => row % 4);
      const rows = new QueryRows(memory.structure, sources, times);
      const all = sources.map((_, row) => row);
      const together = attention.attend(queriesOf(context, all, querySize), memory, rows);
      sources.forEach((source, row) => {
        const own = attention.prepare(sourcesOf(context, [lengths[source]], [source]));
        const one = new QueryRows(own.structure, [0], [times[row]]);
        const alone = attention.attend(queriesOf(context, [row], querySize), own, one);
        expect(alone.context.toArray(), name).toEqual(slice(together.context, 0, row, row + 1).toArray());
        const weights = slice(together.weights, 0, rows.starts[row], rows.starts[row + 1]);
        expect(alone.weights.toArray(), name).toEqual(weights.toArray());
      });
    }
  });

  it('gives all steps at once, in both layouts, the bits of one step after another', () => {
    for (const { name, context } of contexts) {
      const attention = make(context, stream(1));
      const memory = attention.prepare(sourcesOf(context, lengths));
      const readers = Structure.of(readerLengths);
      const numberOf = (sequence: number, time: number): number => 10 * sequence + time;
      const [packed, bySequence] = (['packed', 'sequence'] as const).map((layout) => {
        const rows = QueryRows.ofAll(memory.structure, { structure: readers, layout });
        const queries = queriesOf(context, Array.from(readers.forRows(layout, numberOf)), querySize);
        return attention.attend(queries, memory, rows).context;
      });
      for (let time = 0; time < readers.longest; time++) {
        const rows = QueryRows.ofStep(memory.structure, readers, time);
        const queries = Array.from(rows.sources, (sequence) => numberOf(sequence, time));
        const step = attention.attend(queriesOf(context, queries, querySize), memory, rows).context;
        const [from, to] = [readers.stepOffsets[time], readers.stepOffsets[time + 1]];
        expect(slice(packed, 0, from, to).toArray(), name).toEqual(step.toArray());
        rows.sources.forEach((sequence, k) => {
          const row = readers.row('sequence', sequence, time);
          const one = slice(bySequence, 0, row, row + 1);
          expect(one.toArray(), name).toEqual(slice(step, 0, k, k + 1).toArray());
        });
      }
    }
  });
});

describe('coverage', () => {
  it('changes the weights, and follows its rows to the next step', () => {
    for (const { name, context } of contexts) {
      const attention = attentions[0].make(context, stream(1));
      const memory = attention.prepare(sourcesOf(context, lengths));
      const first = new QueryRows(memory.structure, [4, 2, 0]);
      const before = attention.attend(queriesOf(context, [0, 1, 2], 3), memory, first).weights;
      const next = new QueryRows(memory.structure, [0, 4]);
      const coverage = takeWeights(before, first, next, [2, 0]);
      const [longest, shortest] = [before.toArray().slice(0, 12), before.toArray().slice(-3)];
      expect(Array.from(coverage.toArray()), name).toEqual([...shortest, ...longest]);
      const queries = queriesOf(context, [2, 0], 3);
      const plain = attention.attend(queries, memory, next).weights;
      const covered = attention.attend(queries, memory, next, coverage).weights;
      expect(covered.toArray(), name).not.toEqual(plain.toArray());
      const unread = context.zeros([next.total]);
      expect(attention.attend(queries, memory, next, unread).weights.toArray(), name).toEqual(
        plain.toArray(),
      );
      const losses = coverageLoss(covered, add(coverage, coverage), next).toArray();
      const [a, c] = [covered.toArray(), coverage.toArray()];
      for (const row of [0, 1]) {
        let loss = 0;
        for (let at = next.starts[row]; at < next.starts[row + 1]; at++) loss += Math.min(a[at], 2 * c[at]);
        expect(losses[row], name).toBeCloseTo(loss, 6);
      }
    }
  });
});
