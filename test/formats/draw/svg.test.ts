import { describe, expect, test } from 'vitest';
import { svgHeatmap } from '../../../src/formats/draw/svgHeatmap.ts';
import { svgLines } from '../../../src/formats/draw/svgLines.ts';
import { areaPath, linePath } from '../../../src/formats/draw/svgPath.ts';
import { thinLine } from '../../../src/formats/draw/thinLine.ts';
import { niceTicks } from '../../../src/formats/draw/ticks.ts';
import { htmlPage } from '../../../src/formats/html/htmlPage.ts';

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const tick = (low: number, high: number, count: number) =>
  niceTicks(low, high, count).map(({ text }) => text);

test('ticks are round and have one unit and one number of decimals', () => {
  expect(tick(0, 10, 5)).toEqual(['0', '2', '4', '6', '8', '10']);
  expect(tick(-0.13, 0.31, 5)).toEqual(['-0.1', '0', '0.1', '0.2', '0.3']);
  expect(tick(0, 3e6, 3)).toEqual(['0', '1M', '2M', '3M']);
  expect(tick(0, 3e4, 6)).toEqual(['0', '5k', '10k', '15k', '20k', '25k', '30k']);
  expect(tick(1e6, 1.02e6, 4)).toEqual(['1.000M', '1.005M', '1.010M', '1.015M', '1.020M']);
  expect(tick(0, 2e-8, 2)).toEqual(['0', '1e-8', '2e-8']);
});

describe('paths', () => {
  test('gaps part a line, a lone point is a dot, numbers are short', () => {
    expect(
      linePath([
        [0, 1.234],
        [10, 2],
        [20, Number.NaN],
        [30, 3],
        [40, Number.NaN],
      ]),
    ).toBe('M0 1.2L10 2M30 3h0');
  });

  test('an area goes along the upper line and back along the lower', () => {
    expect(
      areaPath(
        [
          [0, 5],
          [1, 6],
        ],
        [
          [0, 1],
          [1, 2],
        ],
      ),
    ).toBe('M0 1L1 2L1 6L0 5Z');
    const nan = Number.NaN;
    expect(
      areaPath(
        [
          [0, 5],
          [1, nan],
          [2, 5],
          [3, 5],
        ],
        [
          [0, 1],
          [1, 1],
          [2, 1],
          [3, 1],
        ],
      ),
    ).toBe('M0 1L0 5ZM2 1L3 1L3 5L2 5Z');
  });

  test('a thinned line keeps the extremes and the gaps', () => {
    const points = Array.from({ length: 10_000 }, (_, i): [number, number] => [
      i / 100,
      i === 5000 ? 99 : i % 7,
    ]);
    const thin = thinLine(points, 100);
    expect(thin.length).toBeLessThanOrEqual(400);
    expect(thin).toContainEqual([50, 99]);
    expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
    expect(thinLine(points.with(300, [3, Number.NaN]), 100).some(([, y]) => Number.isNaN(y))).toBe(true);
    expect(thinLine(points.slice(0, 400), 100)).toEqual(points.slice(0, 400));
  });
});

describe('svgLines', () => {
  test('shows title, names, labels and ticks, escaped, and draws values to scale', () => {
    const svg = svgLines({
      title: 'a < b & "c"',
      series: [
        { name: '<script>', values: [0, 50, 100] },
        { name: 'x', values: [25, 75], start: 1, style: 'marks' },
      ],
      band: { name: 'interval', lower: [20, 70], upper: [30, 80], start: 1 },
      labels: ['Jan', 'Feb', 'Mar'],
    });
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'a &lt; b &amp; &quot;c&quot;',
        '&lt;script&gt;',
        'Jan',
        'Mar',
        '0',
        '100',
        'interval',
      ]),
    );
    expect(svg).not.toContain('<script');
    const [, x0, y0, x1, y1, x2, y2] =
      /stroke="var\(--c0\)" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/
        .exec(svg)
        ?.map(Number) ?? [];
    expect(x1 - x0).toBeCloseTo(x2 - x1, 0);
    expect(y0 - y1).toBeCloseTo(y1 - y2, 0);
    expect(y0).toBeGreaterThan(y2);
    expect([...svg.matchAll(/<circle cx="([\d.]+)" cy/g)].map(([, x]) => Number(x))).toEqual([x1, x2]);
  });

  test('a hundred thousand points stay small, and odd data gives no NaN', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
    expect(svgLines({ series: [{ name: 'long', values }] }).length).toBeLessThan(60_000);
    for (const odd of [[], [1], [Number.NaN], [2, 2], [Infinity, 1]]) {
      expect(svgLines({ series: [{ name: 'odd', values: odd }], labels: ['a'] })).not.toMatch(
        /NaN|Infinity|undefined/,
      );
    }
  });
});

describe('svgHeatmap', () => {
  test('one path per shade, stronger values more opaque, blanks left out', () => {
    const svg = svgHeatmap({
      values: [
        [0, 1],
        [Number.NaN, 0.5],
      ],
      rowLabels: ['a', 'b'],
      columnLabels: ['c', '&'],
    });
    const cells = svg.slice(svg.indexOf('<g transform'), svg.indexOf('</g>'));
    const paths = [...cells.matchAll(/fill-opacity="([\d.]+)" d="M(\d) (\d)/g)].map(([, ...found]) =>
      found.map(Number),
    );
    expect(paths).toEqual([
      [1, 1, 0],
      [0.5, 1, 1],
    ]);
    expect(texts(svg)).toEqual(expect.arrayContaining(['a', 'b', 'c', '&amp;']));
  });

  test('two colours around zero where the data lies on both sides', () => {
    const svg = svgHeatmap({ values: [[-2, 0, 1]] });
    const cells = svg.slice(svg.indexOf('<g transform'), svg.indexOf('</g>'));
    expect(cells).toMatch(
      /fill="var\(--c2\)" fill-opacity="1" d="M0 0.*fill="var\(--c1\)" fill-opacity="0.5" d="M2 0/,
    );
    expect(texts(svg)).toEqual(['2', '0', '−2']);
  });

  test('neighbours of one shade are one piece in a large map', () => {
    const values = Array.from({ length: 100 }, () => new Array(200).fill(1).with(0, 0));
    const svg = svgHeatmap({ values });
    expect(svg).toContain('M1 7h199v1h-199z');
    expect(svg.length).toBeLessThan(6000);
    expect(svgHeatmap({ values: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('a page escapes its texts, keeps its pictures, aligns numbers, and loads nothing', () => {
  const page = htmlPage({
    title: 'A <b>',
    sections: [
      { heading: 'H & I', paragraphs: ["it's", 'a\0b'], svg: '<svg id="one"></svg>' },
      {
        table: {
          columns: ['name', 'error'],
          rows: [
            ['<i>', -1.5],
            ['b', 2],
          ],
        },
      },
    ],
  });
  expect(page).toContain('<title>A &lt;b&gt;</title>');
  expect(page).toContain(
    '<h2>H &amp; I</h2>\n<p>it&#39;s</p>\n<p>a\ufffdb</p>\n<figure><svg id="one"></svg></figure>',
  );
  expect(page).toContain('<tr><td>&lt;i&gt;</td><td class="number">−1.5</td></tr>');
  expect(page).toContain(`default-src 'none'`);
  expect(page).not.toMatch(/https?:|<script|<link|url\(/);
});
