import { svgLogPlot } from '../../../formats/draw/svgLogPlot.ts';
import type { Drawing } from '../drawing.ts';
import type { AxisName } from './axes.ts';
import type { Curve } from './runGrowth.ts';

const names: Readonly<Record<AxisName, string>> = {
  steps: 'steps T',
  sequences: 'sequences B',
  parameters: 'parameters',
  rows: 'rows left of padded',
  threads: 'work of a thread',
};

/** For each cell and backend: the time of a training step over its work, both as shares of the most on their axis. */
export function growthPlots(curves: readonly Curve[]): Drawing[] {
  const nameOf = ({ cell, backend }: Curve): string => `growth-${cell}-${backend}.svg`;
  return [...new Set(curves.map(nameOf))].map((name) => {
    const group = curves.filter((curve) => nameOf(curve) === name);
    const [
      {
        cell,
        backend,
        points: [{ threads }],
      },
    ] = group;
    const least = Math.min(...group.flatMap(({ points }) => points.map(({ share }) => share)));
    const svg = svgLogPlot({
      title: `A training step as its work grows: ${cell}, ${backend}, ${threads} thread${threads === 1 ? '' : 's'}`,
      xTitle: 'work, of the most on its axis',
      yTitle: 'time, of that of the most work',
      series: [
        {
          name: 'linear',
          points: [
            [least, least],
            [1, 1],
          ],
          dotted: true,
        },
        ...group.map(({ axis, slope, points }) => ({
          name: `${names[axis]} (slope ${slope.toFixed(2)})`,
          points: points.map(({ share, seconds }) => [share, seconds / points[0].seconds] as const),
        })),
      ],
    });
    return { name, svg };
  });
}
