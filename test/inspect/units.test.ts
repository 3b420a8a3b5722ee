import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { describeUnits } from '../../src/inspect/units/describeUnits.ts';
import { gatesAndUnits } from '../../src/inspect/units/gatesAndUnits.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import type { Cell } from '../../src/nn/cells/cell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { type CellChoice, makeCell } from '../../src/nn/stack/cellChoice.ts';
import { stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A cell of which only the given parameters are not 0, reading two sequences of rising numbers. */
function subjectOf(
  choice: CellChoice,
  hiddenSize: number,
  given: Record<string, readonly number[]>,
): Subject {
  const cell: Cell = makeCell(context, choice, { inputSize: 1, hiddenSize, stream: stream(1) });
  for (const [name, tensor] of Object.entries(cell.parameters))
    tensor.set(given[name] ?? new Float64Array(tensor.size));
  const lengths = [4, 6];
  return {
    context,
    parameters: cell.parameters,
    batches: [
      {
        lengths,
        textAt: () => '',
        run() {
          const x = fromTyped(
            context,
            Float64Array.from({ length: 10 }, (_, k) => k / 10),
            lengths,
            [1],
          );
          const scores = sum(lastStep(recurrence(cell, x).output), 1);
          return { losses: scores, scores, sequences: [0, 1], times: [-1, -1] };
        },
      },
    ],
  };
}

describe('gates of known values', () => {
  it('of an LSTM: saturation by unit, and time constants of the forget gate', () => {
    // Units by gate: i, f, g, o.
    const bias_ih = [-5, 0, 5, 1, 3, -3, 0, 0, 0, 0, 0, 0];
    const [found] = gatesAndUnits(subjectOf({ cell: 'lstm' }, 3, { bias_ih }));
    const [i, f, o] = found.gates;
    expect([i.gate, f.gate, o.gate]).toEqual(['i', 'f', 'o']);
    expect([i.shut, i.open]).toEqual([1 / 3, 1 / 3]);
    expect([f.shut, f.open]).toEqual([1 / 3, 1 / 3]);
    expect([o.shut, o.open, o.mean]).toEqual([0, 0, 0.5]);
    found.timeConstants.forEach((steps, unit) =>
      expect(steps).toBeCloseTo(1 / (1 - sigmoid([1, 3, -3][unit])), 12),
    );
    f.unitMean.forEach((mean, unit) => expect(mean).toBeCloseTo(sigmoid([1, 3, -3][unit]), 12));
    expect(found.units.dead).toEqual([0, 1, 2]);
    expect(found.matrices.map(({ gate }) => gate)).toEqual(['i', 'f', 'g', 'o']);
  });

  it('of a GRU: the update gate keeps the state; of a minimal one what it leaves', () => {
    const bias_ih = [0, 0, 2, -2, 0, 0];
    const [gru] = gatesAndUnits(subjectOf({ cell: 'gru' }, 2, { bias_ih }));
    expect(gru.timeConstants[0]).toBeCloseTo(1 / (1 - sigmoid(2)), 12);
    const [minimal] = gatesAndUnits(subjectOf({ cell: 'mingru' }, 2, { bias_ih: [2, -2, 0, 0] }));
    expect(minimal.timeConstants[0]).toBeCloseTo(1 / sigmoid(2), 12);
    expect(minimal.timeConstants[1]).toBeCloseTo(1 / sigmoid(-2), 12);
  });

  it('of a coupled LSTM the blocks are f, g, o; the heads of an sLSTM lie apart', () => {
    const [coupled] = gatesAndUnits(subjectOf({ cell: 'lstm', coupled: true }, 2, {}));
    expect(coupled.matrices.map(({ gate }) => gate)).toEqual(['f', 'g', 'o']);
    const weight_hh = [0.5, 0, 0, -0.9, 0, 0, 0, 0]; // i of head 1 and 2, then f, z, o
    const [heads] = gatesAndUnits(subjectOf({ cell: 'slstm', heads: 2 }, 2, { weight_hh }));
    expect(heads.matrices[0].radius).toBeCloseTo(0.5, 6);
    expect(heads.matrices[1].radius).toBeCloseTo(0.9, 6);
    expect(heads.matrices[2].singularValues).toEqual([0, 0]);
  });

  it('of an LRU the radius is the greatest modulus of its factors', () => {
    const nu_log = [0.9, 0.5].map((modulus) => Math.log(-Math.log(modulus)));
    const [found] = gatesAndUnits(subjectOf({ cell: 'lru' }, 2, { nu_log }));
    expect(found.matrices[0].radius).toBeCloseTo(0.9, 6);
    expect(found.state).toBe('x');
  });
});

describe('units', () => {
  const subject = subjectOf({ cell: 'rnn' }, 4, {
    weight_ih: [1, 0, 0, 20],
    bias_ih: [0, 0, 1, 20],
    weight_hh: [0.3, 0, 0, 0, ...[0, 0.2, 0, 0], ...[0, 0, 0, 0], ...[0, 0, 0, -0.4]],
  });
  const [found] = gatesAndUnits(subject);

  it('are dead or stuck where they never move', () => {
    expect(found.units.dead).toEqual([1]);
    expect(found.units.stuck).toEqual([2, 3]);
    expect(found.units.mean[2]).toBeCloseTo(Math.tanh(1), 12);
    expect(found.squashed[0].open).toBeCloseTo(1 / 4, 12);
    expect(found.matrices[0].radius).toBeCloseTo(0.4, 4);
  });

  it('have quantiles by step', () => {
    expect(found.bySteps).toHaveLength(6);
    // The first step reads 0 and 0.4: units tanh x, 0, tanh 1 and about 1.
    const first = [0, Math.tanh(0.4), 0, 0, Math.tanh(1), Math.tanh(1), 1, 1].sort((a, b) => a - b);
    expect(found.bySteps[0][1]).toBeCloseTo((first[3] + first[4]) / 2, 12);
  });

  it('are told of in plain words', () => {
    const { paragraphs, table } = describeUnits([found]);
    expect(paragraphs).toEqual([
      'rnn, layer 1 (rnn): Of 4 units of h, 1 are dead (always 0) and 2 are stuck (always one value): they carry nothing. The spectral radius of its recurrent matrix is 0.4000: at most 1, what is not fed again fades.',
    ]);
    expect(table?.rows[0].slice(0, 2)).toEqual(['rnn, layer 1', 'a']);
  });
});
