import { describe, expect, test } from 'vitest';
import { type BenchReport, drawReport, type Ratio } from '../../../src/cli/bench/report.ts';
import { drawRooflines } from '../../../src/cli/bench/roofline.ts';
import { intensity } from '../../../src/cli/bench/work.ts';

const common = { backend: 'native', cell: 'lstm', work: 'forward', threads: 1 } as const;
const small = [1, 100, 32, 64] as const;
const large = [64, 64, 512, 512] as const;
const ratio = (peer: string, size: Ratio['size'], value: number, more: Partial<Ratio> = {}): Ratio => ({
  ...common,
  ...{ peer, size, ratio: value, turns: 15 },
  ...more,
});

const report: BenchReport = {
  rows: [
    { ...common, size: small, seconds: 1e-4, gflops: 40 },
    { ...common, size: large, seconds: 0.1, gflops: 160 },
  ],
  ratios: [
    ratio('torch', small, 4),
    ratio('torch', large, 1),
    ratio('tfjs', large, 200, { turns: 1 }),
    ratio('brain', small, 30, { instead: 'it sings' }),
  ],
  leftOut: [
    { ...common, peer: 'tfjs', size: small, reason: 'it is asleep' },
    ...[1, 2, 3, 4].map((threads) => ({
      ...common,
      peer: 'brain',
      size: large,
      threads,
      reason: 'it is alone',
    })),
  ],
  peaks: [small, large].map((size) => ({ backend: 'native', size, threads: 1, peak: 170, tile: 150 })),
};

describe('the report', () => {
  const lines = drawReport(report);

  test('has the ratios as a table, with marks', () => {
    const at = lines.indexOf('How many times faster than each peer, on as many threads:');
    expect(lines.slice(at + 2, at + 6)).toEqual([
      'size BxTxIxH   cell  work     backend  threads  torch     tfjs   brain',
      '─────────────  ────  ───────  ───────  ───────  ─────  ───────  ──────',
      '1x100x32x64    lstm  forward  native         1   4.00        -  ~30.00',
      '64x64x512x512  lstm  forward  native         1   1.00  200.00*       -',
    ]);
  });

  test('has geometric means, and over how many sizes', () => {
    expect(lines).toContain('lstm  forward  native         1   2.00  200.00 (1)  30.00 (1)');
  });

  test('says what the marks mean, and who is left out', () => {
    expect(lines.slice(-4)).toEqual([
      '~ brain: it sings.',
      '* The peer had fewer than 3 turns.',
      '- tfjs is left out (1x100x32x64 lstm forward 1): it is asleep.',
      '- brain is left out (4 of its tasks): it is alone.',
    ]);
  });

  test('has none of it without peers', () => {
    const alone = drawReport({ ...report, ratios: [], leftOut: [] });
    expect(alone.join('\n')).not.toContain('peer');
    expect(lines.slice(0, alone.length)).toEqual(alone);
  });
});

describe('the roofline', () => {
  const [{ name, svg }, ...more] = drawRooflines(report);

  test('is one for each cell, work and number of threads', () => {
    expect([name, more]).toEqual(['roofline-lstm-forward-1.svg', []]);
    expect(svg).toContain('lstm, forward, 1 thread<');
  });

  test('has ours, the peers that do the same work, the roofs and the sizes', () => {
    for (const text of ['Unrolled native', 'torch', 'tfjs', 'peak, native', 'tile, native', '64x64x512x512'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toContain('brain');
  });

  test('has a point where a rate lies between decades', () => {
    // torch at the small size: 10 GFLOP/s or so, and 160 at the large one: y falls by log10(16) decades.
    const drawn = [
      ...svg.matchAll(/<path class="line" stroke="var\(--c1\)" d="M[^"]*"\/>((?:<circle[^>]*>)+)/g),
    ];
    const dots = drawn.at(-1)?.[1] ?? ''; // the first is in the legend
    const points = [...dots.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(points).toHaveLength(2);
    const decades = [...svg.matchAll(/M64 ([\d.]+)H/g)].map(([, y]) => Number(y)).slice(0, 2);
    const rate = (seconds: number, size: Ratio['size']): number =>
      Math.log10((8 * size[0] * size[1] * size[3] * (size[2] + size[3])) / seconds / 1e9);
    const rise = (rate(0.1, large) - rate(4e-4, small)) * (decades[0] - decades[1]);
    expect(points[0][1] - points[1][1]).toBeCloseTo(rise, 0);
  });

  test('intensity is operations for each byte of weights, input and outputs', () => {
    const elements = 100 * (32 + 64) + 4 * 64 * (32 + 64 + 2);
    expect(intensity('lstm', 'forward', small)).toBeCloseTo((8 * 100 * 64 * 96) / (4 * elements), 9);
    expect(intensity('lstm', 'train', small)).toBeGreaterThan(intensity('lstm', 'forward', small));
  });
});
