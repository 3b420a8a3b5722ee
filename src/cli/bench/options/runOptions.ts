import { openContext } from '../../../tensor/openContext.ts';
import { checkSmall } from '../check.ts';
import { type Repetitions, timed } from '../measure.ts';
import { benchNetwork } from '../network.ts';
import type { BenchHost } from '../runBench.ts';
import type { Seat } from '../seat.ts';
import { formatSize, type Size } from '../size.ts';
import type { BenchCell, Work } from '../work.ts';
import { cellOptions } from './cellOptions.ts';
import { measureBeside } from './measureBeside.ts';

/** One where gates weigh beside products, and one where they do not. */
export const optionSizes: readonly Size[] = [
  [32, 50, 64, 128],
  [64, 64, 512, 512],
];

export interface OptionsPlan {
  readonly sizes: readonly Size[];
  readonly cells: readonly BenchCell[];
  readonly works: readonly Work[];
  readonly seats: readonly Seat[];
  readonly repetitions: Repetitions;
}

/** What a cell with one option needed, and how many times what the plain cell needed. */
export interface OptionRow extends Seat {
  readonly cell: BenchCell;
  /** Null for the plain cell. */
  readonly option: string | null;
  readonly work: Work;
  readonly size: Size;
  /** Median of one pass. */
  readonly seconds: number;
  /** To the plain cell, turn by turn. */
  readonly ratio: number;
  readonly turns: number;
}

/** Checks a cell with every option, then times them beside the plain cell. Throws `wrong-result`. */
export async function runOptions(plan: OptionsPlan, { now, tell }: BenchHost): Promise<readonly OptionRow[]> {
  const rows: OptionRow[] = [];
  for (const seat of plan.seats)
    for (const cell of plan.cells)
      for (const size of plan.sizes) {
        tell(`options: ${cell} ${formatSize(size)}, ${seat.backend}, ${seat.threads}`);
        rows.push(...(await timeOptions(plan, seat, cell, size, now)));
      }
  return rows;
}

async function timeOptions(
  { works, repetitions }: OptionsPlan,
  seat: Seat,
  cell: BenchCell,
  size: Size,
  now: () => number,
): Promise<OptionRow[]> {
  const context = await openContext(seat);
  try {
    const all = [{ name: null, choice: { cell } }, ...cellOptions(cell, size[3])];
    for (const { name, choice } of all) await checkSmall([context], choice, `${cell}, ${name ?? 'plain'}`);
    const networks = all.map(({ choice }) => benchNetwork(context, choice, size));
    const rows: OptionRow[] = [];
    for (const work of works) {
      const [base, ...others] = networks.map((network) => ({ turn: timed(() => network.run(work), now) }));
      const measured = await measureBeside(base, others, repetitions);
      rows.push(
        ...measured.map((beside, k) => ({ ...seat, cell, option: all[k].name, work, size, ...beside })),
      );
    }
    return rows;
  } finally {
    context.close();
  }
}
