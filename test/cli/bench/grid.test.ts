import { expect, test } from 'vitest';
import { drawGrid } from '../../../src/cli/bench/grid/drawGrid.ts';
import { ways } from '../../../src/cli/bench/grid/gridWork.ts';
import { runGrid } from '../../../src/cli/bench/grid/runGrid.ts';

test('three ways give the same, and each has a row beside cell by cell', async () => {
  const told: string[] = [];
  const rows = await runGrid(
    {
      seats: [{ backend: 'reference', threads: 1 }],
      works: ['forward', 'train'],
      repetitions: { least: 1, seconds: 0 },
      size: {
        sizes: [
          [2, 3],
          [1, 1],
        ],
        inputs: 2,
        hidden: 3,
      },
    },
    { now: () => performance.now(), tell: (line) => told.push(line) },
  );
  expect(told).toEqual(['grid: checking', 'grid: measuring']);
  expect(rows.map(({ way, work, cells }) => [work, way, cells])).toEqual(
    ['forward', 'train'].flatMap((work) => ways.map((way) => [work, way, 7])),
  );
  for (const row of rows) {
    const slow = rows.find(({ way, work }) => way === 'cell by cell' && work === row.work);
    expect(row.seconds).toBeGreaterThan(0);
    expect(row.ratio).toBeCloseTo((slow?.seconds ?? 0) / row.seconds, 10);
  }
  const [title, , first] = drawGrid(rows);
  expect(title).toMatch(/^grid +work +backend +threads +ms +cells\/s +times faster than cell by cell$/);
  expect(first).toMatch(/^one kernel +forward +reference +1 /);
});
