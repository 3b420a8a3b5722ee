import { svgLogPlot } from '../../formats/draw/svgLogPlot.ts';
import type { Drawing } from './drawing.ts';
import { median } from './measure.ts';
import type { BenchReport, BenchRow } from './report.ts';
import { formatSize } from './size.ts';
import { type BenchCell, flops, intensity, type Work } from './work.ts';

/**
 * For each cell, work and number of threads: GFLOP/s over arithmetic intensity, ours and the peers', under the measured
 * peaks of the backends as roofs.
 */
export function drawRooflines(report: BenchReport): Drawing[] {
  const seen = new Map<string, BenchRow>();
  for (const row of report.rows) seen.set(`roofline-${row.cell}-${row.work}-${row.threads}.svg`, row);
  return [...seen].map(([name, row]) => ({
    name,
    svg: drawRoofline(report, row.cell, row.work, row.threads),
  }));
}

type Point = readonly [intensity: number, gflops: number];

function drawRoofline(
  { rows, ratios, peaks }: BenchReport,
  cell: BenchCell,
  work: Work,
  threads: number,
): string {
  const isHere = (one: Pick<BenchRow, 'cell' | 'work' | 'threads'>): boolean =>
    one.cell === cell && one.work === work && one.threads === threads;
  const here = rows.filter(isHere);
  const lines = new Map<string, Map<string, Point>>();
  const add = (name: string, { size, gflops }: Pick<BenchRow, 'size' | 'gflops'>): void => {
    const points = lines.get(name) ?? new Map<string, Point>();
    lines.set(name, points.set(formatSize(size), [intensity(cell, work, size), gflops]));
  };
  for (const row of here) add(`Unrolled ${row.backend}`, row);
  for (const { peer, ratio, size, instead, ...one } of ratios.filter(isHere)) {
    const ours = here.find((row) => row.backend === one.backend && formatSize(row.size) === formatSize(size));
    // What does other work has done other operations.
    if (ours && !instead) add(peer, { size, gflops: flops(cell, work, size) / (ours.seconds * ratio) / 1e9 });
  }
  const sizes = new Map(here.map(({ size }) => [formatSize(size), intensity(cell, work, size)]));
  return svgLogPlot({
    title: `${cell}, ${work}, ${threads} thread${threads === 1 ? '' : 's'}`,
    xTitle: 'floating-point operations for each byte of weights, input and output',
    yTitle: 'GFLOP/s',
    series: [...lines].map(([name, points]) => ({ name, points: [...points.values()] })),
    marks: [...sizes].map(([name, x]) => ({ name, x })),
    levels: roofs(peaks.filter((one) => one.threads === threads)),
  });
}

function roofs(peaks: BenchReport['peaks']): { name: string; value: number }[] {
  return [...new Set(peaks.map(({ backend }) => backend))].flatMap((backend) => {
    const own = peaks.filter((one) => one.backend === backend);
    return (['peak', 'tile'] as const).map((name) => ({
      name: `${name}, ${backend}`,
      value: median(own.map((one) => one[name])),
    }));
  });
}
