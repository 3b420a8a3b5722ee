import { columns, drawTable } from '../../output/drawTable.ts';
import { about } from './firstStep.ts';
import type { StartRow } from './runStart.ts';

/** Lines for a terminal. */
export function drawStart(rows: readonly StartRow[]): string[] {
  const names = { node: 'node -e 0', import: 'import the library', step: 'first training step' };
  const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(0);
  return [
    ...drawTable(
      columns(['from the start of a process', 'backend'], ['threads', 'ms', 'ms to its end']),
      rows.map(({ program, seat, seconds, endSeconds }) => [
        names[program],
        seat?.backend ?? '-',
        seat === null ? '-' : String(seat.threads),
        milliseconds(seconds),
        milliseconds(endSeconds),
      ]),
    ),
    '',
    `The model: ${about}. Medians of ${rows[0].turns} processes.`,
  ];
}
