import { svgLines } from '../../formats/draw/svgLines.ts';
import { formatNumber } from '../../support/format.ts';
import type { Finding } from '../finding.ts';
import { significant } from '../significant.ts';
import type { SharedWeights, WeightShares } from './weightShares.ts';

/** Each step's part of the gradients of shared weights in words, numbers and pictures. */
export function describeShares({ recurrences: found, tooLarge }: SharedWeights): Finding {
  return {
    title: 'What each step adds to the gradient of a shared weight',
    paragraphs: [
      ...found.map(sentence),
      ...tooLarge.map(
        (name) => `${name}: too many steps of too large a weight to keep apart; give a shorter --length.`,
      ),
      ...(found.length + tooLarge.length === 0
        ? ['No cell of the network multiplies its state by a weight, so no step adds to the gradient of one.']
        : []),
    ],
    ...(found.length > 0 && {
      table: {
        columns: ['recurrence', 'sum', 'of norms', 'half of it within', 'against it'],
        rows: found.map((one) => [
          one.name,
          formatNumber(one.combined),
          formatNumber(total(one.norms)),
          `${halfOf(one)} steps`,
          `${against(one)} steps`,
        ]),
      },
    }),
    pictures: found.flatMap((one) => [
      svgLines({
        title: `Norm of what each step adds: ${one.name}`,
        xTitle: 'step',
        height: 220,
        series: [{ name: 'norm', values: one.norms, style: 'line' }],
        labels: one.norms.map((_, step) => `${step + 1}`),
      }),
      svgLines({
        title: `How well it agrees with the sum: ${one.name}`,
        xTitle: 'step',
        yTitle: 'cosine',
        height: 220,
        series: [{ name: 'cosine with the sum', values: one.alignment, style: 'line' }],
        labels: one.norms.map((_, step) => `${step + 1}`),
      }),
    ]),
    json: found.map(({ name, cell, layer, direction, ...numbers }) => ({
      ...{ name, cell, layer, direction },
      combined: significant(numbers.combined),
      norms: numbers.norms.map(significant),
      alignment: numbers.alignment.map(significant),
      shares: numbers.shares.map(significant),
    })),
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** How many steps, the strongest first, hold half of the norms. */
function halfOf({ norms }: WeightShares): number {
  const falling = [...norms].sort((a, b) => b - a);
  let [left, count] = [total(norms) / 2, 0];
  while (left > 0 && count < falling.length) left -= falling[count++];
  return count;
}

const against = ({ alignment }: WeightShares): number => alignment.filter((cosine) => cosine < 0).length;

function sentence(one: WeightShares): string {
  const strongest = one.norms.indexOf(Math.max(...one.norms));
  const kept = one.combined / (total(one.norms) || 1);
  return `${one.name}: of ${one.norms.length} steps ${halfOf(one)} hold half of what is added up; step ${strongest + 1} adds most. The sum is ${(100 * kept).toFixed(1)} % of the norms of its parts, ${against(one)} of which point against it.`;
}
