import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { areaUnderCurve } from '../../src/inspect/meaning/areaUnderCurve.ts';
import { collectStates } from '../../src/inspect/meaning/collectedStates.ts';
import { correlation } from '../../src/inspect/meaning/correlation.ts';
import { describeMeaning } from '../../src/inspect/meaning/describeMeaning.ts';
import { meaningOf } from '../../src/inspect/meaning/meaningOf.ts';
import { nearestPlaces } from '../../src/inspect/meaning/nearestPlaces.ts';
import { textPatterns } from '../../src/inspect/meaning/textPatterns.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import { rnnCell } from '../../src/nn/cells/rnnCell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const valuesOf = (name: string, text: string): number[] =>
  textPatterns.find((pattern) => pattern.name === name)?.of(text) ?? [];

describe('patterns of texts', () => {
  it.each([
    ['quotes', 'a "b" c', '0011000'],
    ['quotes', '"a\n\nb', '11100'],
    ['brackets', '(a[b])]', '1122100'],
    ['line', 'ab\nc', '1201'],
    ['indent', '  a b\n c', '12222011'],
    ['word', 'ab, c', '12001'],
  ])('%s of %j is %s', (name, text, values) => expect(valuesOf(name, text).join('')).toBe(values));
});

it('the area under the curve counts pairs, ties half', () => {
  const area = (yes: number[], no: number[]): number =>
    areaUnderCurve(Float32Array.from(yes), Float32Array.from(no));
  expect(area([3, 2], [1, 0])).toBe(1);
  expect(area([0], [1, 2])).toBe(0);
  expect(area([1, 2, 2], [2, 0])).toBe((0 + 1 + 0.5 + 1 + 0.5 + 1) / 6);
  expect(area([], [1])).toBeNaN();
});

it('correlations', () => {
  expect(correlation([1, 2, 4], [2, 4, 8])).toBeCloseTo(1, 12);
  expect(correlation([1, 2, 3], [1, -2, 1])).toBeCloseTo(0, 12);
  expect(correlation([1, 1], [0, 3])).toBeNaN();
});

/** A network of three units: noise, whether the symbol is inside quotes, and one that is always 0. */
function subjectOf(texts: readonly string[], separator: string | null = ''): Subject {
  const cell = rnnCell(context, { inputSize: 3, hiddenSize: 3, activation: 'relu', stream: stream(1) });
  for (const [name, tensor] of Object.entries(cell.parameters))
    tensor.set(name === 'weight_ih' ? [1, 0, 0, 0, 1, 0, 0, 0, 0] : new Float64Array(tensor.size));
  const batchOf = (some: readonly string[], key: number): Subject['batches'][number] => {
    const lengths = some.map(({ length }) => length);
    const inside = some.flatMap((text) => valuesOf('quotes', text));
    return {
      lengths,
      textAt: (sequence, time) => some[sequence][time],
      run() {
        const x = inside.flatMap((value, k) => [uniform(stream(7, key), k), value, 1]);
        const read = fromTyped(context, Float64Array.from(x), lengths, [3]);
        const scores = sum(lastStep(recurrence(cell, read).output), 1);
        const sequences = some.map((_, k) => k);
        return { losses: scores, scores, sequences, times: some.map(() => -1) };
      },
    };
  };
  return {
    context,
    parameters: cell.parameters,
    ...(separator !== null && { separator }),
    batches: [batchOf(texts.slice(0, 1), 0), batchOf(texts.slice(1), 1)],
  };
}

const texts = ['say "hello" to', '"a" or "bcd" or', 'no "quotation" is like "another"', '"x" y'];

describe('units', () => {
  const subject = subjectOf(texts);

  it('that follow a pattern are found, and hold elsewhere', () => {
    const [quotes, ...others] = meaningOf(subject).patterns;
    expect(quotes).toMatchObject({ name: 'quotes', kind: 'binary' });
    const [best, second] = quotes.units;
    expect([best.rows.state, best.unit, best.score, best.held]).toEqual(['h', 1, 1, 1]);
    expect(Math.abs(second.score - 0.5)).toBeLessThan(0.3);
    expect(others.find(({ name }) => name === 'brackets')?.units).toEqual([]);
  });

  it('are found by a mask too, a line for each sequence', () => {
    const text = texts.map((one) => valuesOf('quotes', one).join('')).join('\n');
    const { patterns } = meaningOf(subjectOf(texts, null), { name: 'mask.txt', text });
    expect(patterns.map(({ name }) => name)).toEqual(['mask']);
    expect(patterns[0].units[0]).toMatchObject({ unit: 1, score: 1, held: 1 });
    expect(() => meaningOf(subject, { name: 'mask.txt', text: `${text.slice(1)}` })).toThrow(
      'mask.txt, line 1: it has 13 characters for 14 steps',
    );
  });

  it('of a whole text follow it across the places where it is cut', () => {
    const whole = Array.from(texts.join(''));
    const starts = texts.map((_, k) => texts.slice(0, k).join('').length);
    const cut = { ...subject, whole };
    const batches = subject.batches.map((batch, k) => ({
      ...batch,
      starts: k === 0 ? starts.slice(0, 1) : starts.slice(1),
    }));
    const mask = `${texts.map((one) => valuesOf('quotes', one).join('')).join('')}\n`;
    const { patterns } = meaningOf({ ...cut, batches }, { name: 'm', text: mask });
    expect(patterns.at(-1)?.units[0]).toMatchObject({ unit: 1, score: 1 });
    expect(() => meaningOf({ ...cut, batches }, { name: 'm', text: '101' })).toThrow(
      'm: it has 3 characters',
    );
  });

  it('are shown as coloured text, with the places that leave a like state', () => {
    const { table, pictures, paragraphs } = describeMeaning(meaningOf(subject), subject);
    expect(table?.rows[0]).toEqual(['inside double quotes', 'h 2 (rnn, layer 1)', '1.000', '1.000']);
    expect(pictures[0]).toMatch(/<span style="background:rgba\(31,111,214,0.7\)"[^>]*>&quot;<\/span>/);
    expect(paragraphs).toContain('Never changes in what was searched: depth of brackets.');
    expect(paragraphs.some((text) => text.startsWith('The state after “say'))).toBe(true);
  });

  it('nearest places are the most alike by angle, apart from each other', () => {
    const collected = collectStates(subject);
    expect(collected.places).toHaveLength(texts.join('').length);
    expect(collected.texts.map((text) => text.join(''))).toEqual(texts);
    const row = 6; // inside "hello"
    const [states] = collected.states;
    const near = nearestPlaces(collected, states, row, 5);
    const cosine = (other: number): number => {
      const at = (k: number): number[] => Array.from(states.values.subarray(3 * k, 3 * k + 3));
      const [a, b] = [at(row), at(other)];
      return a.reduce((total, value, k) => total + value * b[k], 0) / (Math.hypot(...a) * Math.hypot(...b));
    };
    const first = collected.places.findIndex(
      ({ sequence, time }) => sequence === near[0].sequence && time === near[0].time,
    );
    expect(near[0].similarity).toBeCloseTo(cosine(first), 6);
    collected.places.forEach(({ sequence, time }, other) => {
      if (sequence !== 0 || Math.abs(time - 6) > 2)
        expect(cosine(other)).toBeLessThan(near[0].similarity + 1e-6);
    });
    near.forEach(({ sequence, time }, k) =>
      near.slice(0, k).forEach((other) => {
        if (other.sequence === sequence) expect(Math.abs(other.time - time)).toBeGreaterThan(2);
      }),
    );
  });
});
