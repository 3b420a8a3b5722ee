import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { additiveAttention } from '../../../src/nn/attention/additiveAttention.ts';
import { type AttentionChoice, makeAttention } from '../../../src/nn/attention/attentionChoice.ts';
import { QueryRows } from '../../../src/nn/attention/queryRows.ts';
import { stream } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { queriesOf, sourcesOf, width } from './cases.ts';

const context = new Context(referenceBackend());
const sizes = { querySize: 3, sourceSize: width, stream: stream(1) };
const source = Structure.of([3, 2]);

describe('query rows', () => {
  it.each<[what: RegExp, make: () => unknown]>([
    [/query row 1 reads source 2, but there are 2/, () => new QueryRows(source, [0, 2])],
    [/query row 0 reads source -1/, () => new QueryRows(source, [-1])],
    [/query row 0 reads source 0.5/, () => new QueryRows(source, [0.5])],
    [/1 times for 2 query rows/, () => new QueryRows(source, [0, 1], [0])],
    [/3 sequences that read 2 sources/, () => QueryRows.ofStep(source, Structure.of([1, 1, 1]), 0)],
    [
      /1 sequences that read 2 sources/,
      () => QueryRows.ofAll(source, { structure: Structure.of([1]), layout: 'packed' }),
    ],
  ])('%s', (message, make) => expect(make).toThrow(message));

  it('after the last step of all there are none', () => {
    expect(QueryRows.ofStep(source, Structure.of([1, 1]), 1).count).toBe(0);
  });
});

describe('attention', () => {
  const attend = (choice: AttentionChoice, coverage?: number, rows = new QueryRows(source, [0, 1])) => {
    const attention = makeAttention(context, choice, sizes);
    const memory = attention.prepare(sourcesOf(context, [3, 2]));
    const sums = coverage === undefined ? undefined : context.zeros([coverage]);
    return attention.attend(queriesOf(context, [0, 1], 3), memory, rows, sums);
  };

  it.each<[what: RegExp, act: () => unknown]>([
    [/dot products of queries of width 3 and states of width 5/, () => attend({ attention: 'dot' })],
    [/coverage for one that has none/, () => attend({ attention: 'general' }, 5)],
    [/coverage for one that has none/, () => attend({ attention: 'additive' }, 5)],
    [
      /coverage \[4\] for 2 query rows of 2 sources with 5/,
      () => attend({ attention: 'additive', coverage: true }, 4),
    ],
    [
      /query \[2, 5\] for 1 query rows/,
      () => attend({ attention: 'additive' }, undefined, new QueryRows(source, [0])),
    ],
    [
      /keys \[5, 3\] for 2 query rows of 1 sources/,
      () => attend({ attention: 'general' }, undefined, new QueryRows(Structure.of([4]), [0, 0])),
    ],
    [
      /a monotonic window, but the query rows have no times/,
      () => attend({ attention: 'general', local: { alignment: 'monotonic', reach: 1 } }),
    ],
    [
      /a window that reaches 0 positions/,
      () => attend({ attention: 'general', local: { alignment: 'predictive', reach: 0 } }),
    ],
    [/unknown attention .*"self"/, () => makeAttention(context, { attention: 'self' as 'dot' }, sizes)],
  ])('%s', (message, act) => expect(act).toThrow(message));

  it('draws the same parameters from the same stream, others from another', () => {
    const drawn = (seed: number): number[][] =>
      Object.values(additiveAttention(context, { ...sizes, stream: stream(seed) }).parameters).map((tensor) =>
        Array.from(tensor.toArray()),
      );
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });
});
