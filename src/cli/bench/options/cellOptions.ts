import type { CellChoice } from '../../../nn/stack/cellChoice.ts';
import type { BenchCell } from '../work.ts';

/** A cell with one option more than the plain one. */
export interface CellOption {
  readonly name: string;
  readonly choice: CellChoice;
}

/** Rates; what they are changes no time. */
const DROPOUT = 0.25;
const ZONEOUT = 0.1;

/** A cell with each of the options that change what a step computes, for H hidden units; a projection is to half of them. */
export function cellOptions(cell: BenchCell, hidden: number): readonly CellOption[] {
  const own: Readonly<Record<BenchCell, readonly CellOption[]>> = {
    lstm: [
      { name: 'peepholes', choice: { cell: 'lstm', peephole: true } },
      { name: 'coupled gates', choice: { cell: 'lstm', coupled: true } },
      { name: 'projection', choice: { cell: 'lstm', projection: Math.ceil(hidden / 2) } },
    ],
    gru: [{ name: 'reset before', choice: { cell: 'gru', reset: 'before' } }],
    rnn: [],
    slstm: [],
    mingru: [],
    minlstm: [],
    lru: [{ name: 'gated linear unit', choice: { cell: 'lru', glu: true } }],
  };
  if (cell !== 'lstm' && cell !== 'gru' && cell !== 'rnn') return own[cell];
  return [
    { name: 'recurrent dropout', choice: { cell, recurrentDropout: DROPOUT } },
    { name: 'zoneout', choice: { cell, zoneout: ZONEOUT } },
    { name: 'layer norm', choice: { cell, norm: true } },
    ...own[cell],
  ];
}
