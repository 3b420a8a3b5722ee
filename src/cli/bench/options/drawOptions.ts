import { formatNumber } from '../../../support/format.ts';
import { columns, drawTable } from '../../output/drawTable.ts';
import { formatSize } from '../size.ts';
import type { OptionRow } from './runOptions.ts';

/** Lines for a terminal. */
export function drawOptions(rows: readonly OptionRow[]): string[] {
  return drawTable(
    columns(['size BxTxIxH', 'work', 'backend', 'cell', 'option'], ['threads', 'ms', 'of plain']),
    rows.map(({ size, cell, work, backend, threads, option, seconds, ratio }) => [
      formatSize(size),
      work,
      backend,
      cell,
      option ?? 'plain',
      String(threads),
      formatNumber(1000 * seconds),
      ratio.toFixed(2),
    ]),
  );
}
