import { formatNumber } from '../../../support/format.ts';
import { columns, drawTable } from '../../output/drawTable.ts';
import type { GridRow } from './runGrid.ts';

/** Lines for a terminal. */
export function drawGrid(rows: readonly GridRow[]): string[] {
  return drawTable(
    columns(['grid', 'work', 'backend'], ['threads', 'ms', 'cells/s', 'times faster than cell by cell']),
    rows.map(({ way, work, backend, threads, cells, seconds, ratio }) => [
      way,
      work,
      backend,
      String(threads),
      formatNumber(1000 * seconds),
      (cells / seconds).toFixed(0),
      ratio.toFixed(1),
    ]),
  );
}
