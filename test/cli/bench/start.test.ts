import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { drawStart } from '../../../src/cli/bench/start/drawStart.ts';
import { runStart } from '../../../src/cli/bench/start/runStart.ts';

const seats = [1, 2].map((threads) => ({ backend: 'wasm', threads }) as const);
const programs = platform.programs!;

describe('from the start of a process', () => {
  test('programs run, and do what they are timed for', async () => {
    const lines = new Map<string, string | undefined>();
    const start: typeof programs.start = async (...given) => {
      const program = await programs.start(...given);
      const read = async () => {
        const line = await program.read();
        lines.set(given[1].at(-1)!, line);
        return line;
      };
      return { ...program, read };
    };
    const rows = await runStart(
      { seats, turns: 1 },
      { ...platform, programs: { ...programs, start } },
      () => {},
    );
    expect(rows.map(({ program, seat, turns }) => [program, seat, turns])).toEqual([
      ['node', null, 1],
      ['import', null, 1],
      ['step', seats[0], 1],
      ['step', seats[1], 1],
    ]);
    for (const { seconds, endSeconds } of rows) expect(endSeconds).toBeGreaterThanOrEqual(seconds);
    const [none, imported, loss, same] = lines.values();
    expect([none, imported, same]).toEqual([undefined, '0', loss]);
    // An untrained network gives about 0, and 1 is wanted.
    expect(Number(loss)).toBeCloseTo(1, 0);
  });

  test('figures are medians, until the work is done and until the process has ended', async () => {
    // A program takes as long as it is long, the first turn more; and five more to end. The clock counts milliseconds.
    let [clock, started] = [0, 0];
    const start: typeof programs.start = async (_command, args) => {
      const busy = args.at(-1) === '0' ? 40 : args.at(-1)!.includes('openContext') ? 90 : 60;
      const late = started++ < 8 ? 1000 : 0;
      return {
        ...{
          folder: '',
          write() {},
          pause() {},
          resume() {},
          peakMemory: async () => undefined,
          end: async () => {},
        },
        async read() {
          clock += busy + late;
          return '0.5';
        },
        get ending() {
          clock += 5;
          return Promise.resolve('it ended with code 0');
        },
      };
    };
    const host = { ...platform, now: () => clock, programs: { ...programs, start } };
    const rows = await runStart({ seats, turns: 3 }, host, () => {});
    expect(rows.map(({ seconds, endSeconds }) => [seconds, endSeconds])).toEqual([
      [0.04, 0.045],
      [0.06, 0.065],
      [0.09, 0.095],
      [0.09, 0.095],
    ]);
    expect(drawStart(rows)[4]).toMatch(/^first training step +wasm +1 +90 +95$/);
  });

  test('a program that fails is no figure', async () => {
    const start: typeof programs.start = (command, args, environment) =>
      programs.start(command, [...args.slice(0, -1), `${args.at(-1)}; process.exit(3)`], environment);
    await expect(
      runStart({ seats, turns: 1 }, { ...platform, programs: { ...programs, start } }, () => {}),
    ).rejects.toMatchObject({ code: 'wrong-result', message: expect.stringContaining('ended with code 3') });
  });

  test('losses must agree', async () => {
    const start: typeof programs.start = (command, args, environment) =>
      programs.start(command, [...args.slice(0, -1), 'console.log(Math.random())'], environment);
    await expect(
      runStart({ seats, turns: 1 }, { ...platform, programs: { ...programs, start } }, () => {}),
    ).rejects.toMatchObject({ code: 'wrong-result' });
  });

  test('of a library that is not built is an error that says what to do', async () => {
    const path = (resource: string): string => `/nowhere/${resource}`;
    await expect(
      runStart({ seats, turns: 1 }, { ...platform, programs: { ...programs, path } }, () => {}),
    ).rejects.toMatchObject({ code: 'file-missing', message: expect.stringContaining('npm run build') });
  });
});
