import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { cellOptions } from '../../../src/cli/bench/options/cellOptions.ts';
import { drawOptions } from '../../../src/cli/bench/options/drawOptions.ts';
import { measureBeside } from '../../../src/cli/bench/options/measureBeside.ts';
import { runOptions } from '../../../src/cli/bench/options/runOptions.ts';
import { benchCells } from '../../../src/cli/bench/work.ts';

test('every option of a cell is checked and timed beside the plain cell', async () => {
  const rows = await runOptions(
    {
      ...{ sizes: [[2, 3, 4, 5]], cells: benchCells, works: ['forward', 'train'] },
      ...{ seats: [{ backend: 'wasm', threads: 1 }], repetitions: { least: 3, seconds: 0 } },
    },
    { now: () => platform.now(), tell: () => {} },
  );
  const names = (cell: (typeof benchCells)[number]) => [
    null,
    ...cellOptions(cell, 5).map(({ name }) => name),
  ];
  expect(rows.map(({ cell, work, option }) => [cell, work, option])).toEqual(
    benchCells.flatMap((cell) =>
      ['forward', 'train'].flatMap((work) => names(cell).map((name) => [cell, work, name])),
    ),
  );
  for (const { option, ratio, seconds } of rows) {
    expect(seconds).toBeGreaterThan(0);
    if (option === null) expect(ratio).toBe(1);
    else expect(ratio).toBeGreaterThan(0);
  }
  expect(drawOptions(rows).at(-1)).toMatch(/^2x3x4x5 +train +wasm +lru +gated linear unit +1 /);
});

describe('beside a base', () => {
  const contender = (turns: string[], name: string, ...times: number[]) => ({
    turn(runs: number, untimed: number) {
      turns.push(`${name}${'-'.repeat(untimed)}${'+'.repeat(runs)}`);
      return times.length > 1 ? times.shift()! : times[0];
    },
  });

  test('a ratio is of turns of the same round, whatever the speed of the machine in it', async () => {
    const turns: string[] = [];
    // After the warm-up of two turns the machine is slow in the first two of five rounds.
    const base = contender(turns, 'a', 0.1, 0.1, 0.4, 0.4, 0.1, 0.1, 0.1);
    const other = contender(turns, 'b', 0.2, 0.2, 0.8, 0.8, 0.2, 0.2, 0.2);
    const [plain, beside] = await measureBeside(base, [other], { least: 5, seconds: 0 });
    expect(plain).toEqual({ seconds: 0.1, ratio: 1, turns: 5 });
    expect(beside).toEqual({ seconds: 0.2, ratio: 2, turns: 5 });
    expect(turns.slice(4)).toEqual(Array.from({ length: 5 }, () => ['a+', 'b+']).flat());
  });

  test('all have as many runs in a turn as the base', async () => {
    const turns: string[] = [];
    const [base, other] = [contender(turns, 'a', 0.004), contender(turns, 'b', 0.03)];
    await measureBeside(base, [other], { least: 3, seconds: 0 });
    expect(turns.slice(-2)).toEqual(['a---+++', 'b---+++']);
  });
});
