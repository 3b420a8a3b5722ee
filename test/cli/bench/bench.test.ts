import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { checkAgree, checkSmall, type Computed, relativeError } from '../../../src/cli/bench/check.ts';
import { measure, median } from '../../../src/cli/bench/measure.ts';
import { parseSize } from '../../../src/cli/bench/size.ts';
import { benchCells, flops } from '../../../src/cli/bench/work.ts';
import { commands } from '../../../src/cli/commands.ts';
import { run } from '../../../src/cli/run.ts';
import { Context } from '../../../src/tensor/context.ts';

/** Runs `unrolled bench`, and gives what it printed. */
async function bench(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const process = {
    ...platform.process,
    out: (text: string) => void (out += text),
    error: (text: string) => void (error += text),
  };
  const code = await run(['bench', ...args], { platform: { ...platform, process }, tasks: {}, commands });
  return { code, out, error };
}

describe('the command', () => {
  test('prints one JSON object: a row for all cells, works, backends and threads', async () => {
    const few = ['--sizes', '2x3x4x5', '--cells', 'rnn,lstm', '--quick'];
    const { code, out, error } = await bench(
      '--json',
      ...few,
      '--backends',
      'wasm,reference',
      '--threads',
      '2',
    );
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual(['machine', 'protocol', 'rows', 'ratios']);
    const rows = report.rows.map((row: Record<string, unknown>) => [
      row.cell,
      row.backend,
      row.threads,
      row.work,
    ]);
    expect(rows).toEqual(
      ['lstm', 'rnn'].flatMap((cell) => [
        ...['forward', 'train'].map((work) => [cell, 'wasm', 2, work]),
        ...['forward', 'train'].map((work) => [cell, 'reference', 1, work]),
      ]),
    );
    for (const { cell, work, size, seconds, gflops, ...rest } of report.rows) {
      expect(Object.keys(rest).sort()).toEqual(['backend', 'threads']);
      expect(size).toEqual([2, 3, 4, 5]);
      expect(seconds).toBeGreaterThan(0);
      expect(gflops * seconds * 1e9).toBeCloseTo(flops(cell, work, size), 6);
    }
    expect(report.machine.peaks).toMatchObject([{ backend: 'wasm', threads: 2, size: [2, 3, 4, 5] }]);
    // No product is faster than multiply-adds in registers, but for noise.
    const [{ peak, tile }] = report.machine.peaks;
    expect(tile).toBeGreaterThan(0);
    expect(peak).toBeGreaterThan(tile / 3);
    expect(report.ratios).toEqual([]);
    expect(error).toBe('1/1 2x3x4x5: checking\n1/1 2x3x4x5: measuring\n');
  });

  test('parts have their numbers under their names', async () => {
    const few = ['--quick', '--sizes', '2x3x4x5', '--work', 'train', '--backends', 'wasm', '--threads', '1'];
    const { code, out } = await bench('--json', '--parts', 'options', ...few);
    expect(code).toBe(0);
    const { rows, options } = JSON.parse(out);
    expect(rows).toEqual([]);
    expect(options.rows[0]).toMatchObject({
      ...{ backend: 'wasm', threads: 1, cell: 'lstm', option: null },
      ...{ work: 'train', size: [2, 3, 4, 5], ratio: 1 },
    });
  });

  test('an option that no part reads is refused', async () => {
    const { code, error } = await bench('--parts', 'start,growth', '--sizes', '2x3x4x5');
    expect(code).toBe(2);
    expect(error).toContain('--sizes: it says nothing about growth or start');
    expect(error).toContain('ask for layers or options');
  });

  test.each([
    ['--sizes', '3x4x5', 'is not a size'],
    ['--sizes', '3x0x5x5', 'is not a size'],
    ['--threads', '0', 'Give whole numbers from 1'],
    ['--backends', 'nativ', 'Did you mean native?'],
    ['--cells', 'jordan', '"jordan" is not one of its values'],
    ['--instructions', 'mmx', 'Give avx2'],
    ['--instructions', 'avx2', 'Give --backends native'],
  ])('%s %s is refused', async (option, value, reason) => {
    const { code, out, error } = await bench(option, value);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(option);
    expect(error).toContain(reason);
  });
});

describe('what is checked', () => {
  test('a backend with a wrong product is not timed', async () => {
    const right = referenceBackend('float32');
    const wrong = {
      ...right,
      get memory() {
        return right.memory;
      },
      run: ((kernel, args) => {
        right.run(kernel, args);
        if (kernel.name === 'lstmBackward') right.memory.f[(args as Record<string, number>).dx] *= 1.01;
      }) as typeof right.run,
    };
    await checkSmall([new Context(right)], { cell: 'lstm' });
    await expect(checkSmall([new Context(wrong)], { cell: 'lstm' })).rejects.toMatchObject({
      code: 'wrong-result',
      exitCode: 1,
    });
  });

  const computed = (by: string, threads: number, ...output: number[]): Computed => ({
    by,
    threads,
    results: { output: Float32Array.from(output) },
  });

  test('backends may differ by rounding, threads by nothing', () => {
    const native = computed('native', 1, 1, 2);
    checkAgree('here', [native, computed('wasm', 1, 1.0001, 2), computed('wasm', 2, 1.0001, 2)]);
    expect(() => checkAgree('here', [native, computed('wasm', 1, 1.001, 2)])).toThrow(/wasm on 1 thread/);
    expect(() =>
      checkAgree('here', [native, computed('wasm', 1, 1, 2), computed('wasm', 2, 1.0000002, 2)]),
    ).toThrow(/output has other bits in element 0: wasm on 2 threads/);
  });

  test('the error is relative to the largest element; what is not a number is wrong', () => {
    expect(relativeError([0.5, 4], [0, 5])).toBeCloseTo(0.2);
    expect(relativeError([0, 0], [0, 0])).toBe(0);
    expect(relativeError([1], [1, 1])).toBe(Infinity);
    expect(relativeError([Number.NaN], [1])).toBe(Infinity);
    expect(relativeError([Number.NaN], [Number.NaN])).toBe(Infinity);
  });
});

describe('what is measured', () => {
  test('operations are those of the products', () => {
    // Forward: x W and h U. Training: those, their weight gradients, and dh = da U^T.
    const [B, T, I, H] = [3, 5, 7, 11];
    expect(flops('lstm', 'forward', [B, T, I, H])).toBe(8 * B * T * H * (I + H));
    expect(flops('lstm', 'train', [B, T, I, H])).toBe(16 * B * T * H * (I + H) + 8 * B * T * H * H);
    expect(benchCells.map((cell) => flops(cell, 'forward', [1, 1, 1, 1]))).toEqual([16, 12, 4, 16, 4, 6, 10]);
    expect(flops('mingru', 'train', [B, T, I, H])).toBe(2 * flops('mingru', 'forward', [B, T, I, H]));
  });

  test('contenders take turns; medians; long work has fewer turns, short work many runs in each', async () => {
    const order: string[] = [];
    const contender = (name: string, ...times: number[]) => ({
      turn: (runs: number, untimed: number) => {
        order.push(`${name}${'-'.repeat(untimed)}${'+'.repeat(runs)}`);
        return times.length > 1 ? times.shift()! : times[0];
      },
    });
    const [a, b, c] = [contender('a', 0.5, 0.5, 3, 1, 2, 4, 5), contender('b', 11), contender('c', 0.004)];
    const measured = await measure([a, b, c], { least: 5, seconds: 0 });
    expect(measured.get(a)).toEqual({ seconds: 3, turns: 5 });
    expect(measured.get(b)).toEqual({ seconds: 11, turns: 3 });
    expect(measured.get(c)).toEqual({ seconds: 0.004, turns: 5 });
    // The warm-up; then five turns of a, three of b, five of c with three runs each after three that are not timed.
    expect(order.slice(0, 5)).toEqual(['a+', 'a++', 'b+', 'c+', 'c++']);
    expect(order.slice(5).join(' ')).toBe('a+ c---+++ a+ b+ c---+++ a+ c---+++ a+ b+ c---+++ a+ b+ c---+++');
    expect(median([3, 1, 2, 10])).toBe(2.5);
  });

  test('who cannot go on is missing, and the others go on', async () => {
    const times = [0.5, 0.5, 0.5];
    const [well, dying] = [{ turn: () => 0.5 }, { turn: () => times.shift() }];
    const measured = await measure([dying, well], { least: 3, seconds: 0 });
    expect([...measured]).toEqual([[well, { seconds: 0.5, turns: 3 }]]);
  });

  test('sizes are read as BxTxIxH', () => expect(parseSize('1x100x32x64')).toEqual([1, 100, 32, 64]));
});
