import { describe, expect, test } from 'vitest';
import { terminalChart } from '../../../src/formats/draw/terminalChart.ts';

const chart = {
  title: 'sales',
  width: 40,
  height: 12,
  labels: Array.from({ length: 30 }, (_, i) => `d${i}`),
  series: [
    { name: 'history', values: Array.from({ length: 20 }, (_, i) => i) },
    { name: 'forecast', values: Array.from({ length: 10 }, (_, i) => 20 - i), start: 20 },
    { name: 'truth', values: Array.from({ length: 10 }, () => 3), start: 20 },
  ],
  band: { name: '80%', start: 20, lower: new Array(10).fill(8), upper: new Array(10).fill(22) },
};

describe('terminalChart', () => {
  test('a whole chart', () => {
    expect(`\n${terminalChart(chart)}`).toMatchInlineSnapshot(`
      "
          sales
         │                        ░░░░░░░░░░░░
      20 ┤                     ⢀⠤⠒●●░●░░░░░░░░
         │                 ⢀⡠⠔⠊⠁  ░░░░●●●░░░░░
         │              ⡠⠔⠒⠁      ░░░░░░░●░●●░
      10 ┤          ⣀⠤⠒⠉          ░░░░░░░░░░░●
         │      ⣀⠤⠔⠉
         │  ⢀⡠⠔⠊                  ⠠⠠⠠⠠⠠⠠⠠⠠⠠⠠⠠
       0 ┤⠤⠊⠁
         └┬───────────┬───────────┬───────────
          d0         d10         d20
          ⠤⠤⠤ history   ●● forecast   ⠂⠐⠂ truth   ░░ 80%
      "
    `);
  });

  test('labels stand where the caller wants ticks, or at every so many of them', () => {
    const labels = Array.from(
      { length: 60 },
      (_, i) => `${2000 + Math.floor((i + 2) / 12)}-${((i + 2) % 12) + 1}`,
    );
    const series = [{ name: 'monthly', values: labels.map((_, i) => i) }];
    const ticks = { first: 10, step: 12 };
    const shown = (width: number): string[] =>
      terminalChart({ series, labels, ticks, width }).match(/\d{4}-\d+/g) ?? [];
    expect(shown(80)).toEqual(['2001-1', '2002-1', '2003-1', '2004-1', '2005-1']);
    expect(shown(40)).toEqual(['2001-1', '2003-1', '2005-1']);
  });

  test('stays within its size, and colour changes no character', () => {
    const plain = terminalChart(chart);
    const lines = plain.split('\n');
    expect(lines.length).toBe(12 + 1);
    for (const line of lines.slice(0, -2)) expect(line.length).toBeLessThanOrEqual(40);
    const coloured = terminalChart({ ...chart, colour: true });
    expect(coloured).toContain('\x1b[36m●');
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(plain);
  });

  test('a rising line rises: the dots of each column lie above those to the left', () => {
    const text = terminalChart({
      series: [{ name: 'up', values: [0, 1, 2, 3, 4, 5] }],
      width: 30,
      height: 14,
    });
    const first = text
      .split('\n')
      .map((line) => line.search(/[\u2800-\u28ff]/))
      .filter((at) => at > 5);
    expect(first.length).toBeGreaterThan(5);
    expect(first.slice(0, -1)).toEqual([...first.slice(0, -1)].sort((a, b) => b - a));
  });

  test.each<[string, readonly number[]]>([
    ['nothing', []],
    ['one value', [5]],
    ['no finite value', [Number.NaN, Infinity]],
    ['a constant', [7, 7, 7]],
    ['gaps', [1, Number.NaN, 2, 3, Number.NaN]],
    ['enormous', [-1e300, 1e300]],
    ['tiny', [1e-300, 2e-300]],
    ['more than columns', Array.from({ length: 5000 }, (_, i) => Math.sin(i))],
  ])('draws %s', (_, values) => {
    for (const style of ['line', 'dotted', 'marks'] as const) {
      const text = terminalChart({ series: [{ name: 'a', values, style }], width: 40, height: 10 });
      expect(text.split('\n').length).toBe(11);
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      expect(/[\u2801-\u28ff●]/.test(text.split('\n').slice(0, 8).join(''))).toBe(
        values.some(Number.isFinite),
      );
    }
  });
});
