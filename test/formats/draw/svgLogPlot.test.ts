import { describe, expect, test } from 'vitest';
import { svgLogPlot } from '../../../src/formats/draw/svgLogPlot.ts';

const plot = (xs: readonly number[], dotted = false): string =>
  svgLogPlot({
    ...{ title: 'T', xTitle: 'x', yTitle: 'y' },
    series: [{ name: 's', points: xs.map((x) => [x, 10 * x] as const), dotted }],
  });

/** The numbers along the x axis. */
const labels = (svg: string): string[] =>
  [...svg.matchAll(/text-anchor="middle">([\d.]+)<\/text>/g)].map(([, text]) => text);

describe('a log-log plot', () => {
  test.each<[xs: readonly number[], decades: readonly string[]]>([
    [
      [0.01, 1],
      ['0.01', '0.1', '1'],
    ],
    [
      [0.009, 1.1],
      ['0.01', '0.1', '1'],
    ],
    [
      [0.006, 1.5],
      ['0.001', '0.01', '0.1', '1', '10'],
    ],
    [[3], ['1', '10']],
  ])('of %j has the decades %j: a little beyond one needs no other', (xs, decades) => {
    expect(labels(plot(xs))).toEqual(decades);
  });

  test('keeps points a little beyond its decades within its frame', () => {
    const dots = [...plot([0.009, 1.1]).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].slice(1);
    expect(dots.map(([, x]) => Number(x))).toEqual([64, 746]);
  });

  test('has a dot at each point, but on a dotted line, which stands for something else', () => {
    const dots = (svg: string): number => svg.match(/<circle/g)?.length ?? 0;
    expect([dots(plot([1, 2, 3])), dots(plot([1, 2, 3], true))]).toEqual([4, 0]); // one is in the legend
    expect(plot([1, 2], true)).toMatch(/class="line dotted"[^>]*d="M[^"]*L/);
  });
});
