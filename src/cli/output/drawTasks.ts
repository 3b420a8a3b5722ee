import type { Host } from '../host.ts';
import { inColumns } from './inColumns.ts';

/** Lines that name each task and give an example. */
export async function drawTasks(host: Host): Promise<string[]> {
  const loaded = await Promise.all(Object.values(host.tasks).map((load) => load()));
  return [
    'Tasks:',
    ...inColumns(loaded.map(({ name, summary }) => [name, summary])),
    '',
    'Examples:',
    ...loaded.map(({ example }) => `  ${example}`),
  ];
}
