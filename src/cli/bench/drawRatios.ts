import { columns, drawTable } from '../output/drawTable.ts';
import type { Omission, Ratio } from './report.ts';
import { formatSize } from './size.ts';

/** Turns; a ratio of fewer is marked. */
const FEW = 3;

/** What a ratio is about, but for the peer and the size. */
type Row = Pick<Ratio, 'backend' | 'cell' | 'work' | 'threads'>;

/** Lines: how many times faster we are than each peer, row by row and as geometric means, and what stands behind it. */
export function drawRatios(ratios: readonly Ratio[], leftOut: readonly Omission[]): string[] {
  const peers = [...new Set(ratios.map(({ peer }) => peer))];
  const rowTitles = ['cell', 'work', 'backend'];
  const rowCells = ({ cell, work, backend, threads }: Row): string[] => [
    cell,
    work,
    backend,
    String(threads),
  ];
  const bySize = group(ratios, (ratio) => [formatSize(ratio.size), ...rowCells(ratio)]);
  const overall = group(ratios, rowCells);
  return [
    'How many times faster than each peer, on as many threads:',
    '',
    ...drawTable(
      columns(['size BxTxIxH', ...rowTitles], ['threads', ...peers]),
      bySize.map(({ keys, ratios }) => [...keys, ...peers.map((peer) => shown(ratioTo(peer, ratios)))]),
    ),
    '',
    'Geometric means over the sizes; in brackets over how many, where not over all:',
    '',
    ...drawTable(
      columns(rowTitles, ['threads', ...peers]),
      overall.map(({ keys, ratios }) => {
        const sizes = new Set(ratios.map(({ size }) => formatSize(size))).size;
        return [
          ...keys,
          ...peers.map((peer) =>
            meanShown(
              ratios.filter((one) => one.peer === peer),
              sizes,
            ),
          ),
        ];
      }),
    ),
    ...notes(ratios, leftOut),
  ];
}

interface Group {
  readonly keys: readonly string[];
  readonly ratios: readonly Ratio[];
}

/** Groups of equal keys, in the order of their first. */
function group(ratios: readonly Ratio[], keysOf: (ratio: Ratio) => string[]): Group[] {
  const groups = new Map<string, { keys: string[]; ratios: Ratio[] }>();
  for (const ratio of ratios) {
    const keys = keysOf(ratio);
    const one = groups.get(keys.join()) ?? { keys, ratios: [] };
    one.ratios.push(ratio);
    groups.set(keys.join(), one);
  }
  return [...groups.values()];
}

const ratioTo = (peer: string, ratios: readonly Ratio[]): Ratio | undefined =>
  ratios.find((one) => one.peer === peer);

const shown = (ratio: Ratio | undefined): string =>
  ratio ? `${ratio.instead ? '~' : ''}${ratio.ratio.toFixed(2)}${ratio.turns < FEW ? '*' : ''}` : '-';

function meanShown(ratios: readonly Ratio[], sizes: number): string {
  if (ratios.length === 0) return '-';
  const mean = Math.exp(ratios.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / ratios.length);
  return ratios.length === sizes ? mean.toFixed(2) : `${mean.toFixed(2)} (${ratios.length})`;
}

/** What the marks mean, and who did not do what. */
function notes(ratios: readonly Ratio[], leftOut: readonly Omission[]): string[] {
  const instead = new Set(ratios.flatMap(({ peer, instead }) => (instead ? [`~ ${peer}: ${instead}.`] : [])));
  const few = ratios.some(({ turns }) => turns < FEW) ? [`* The peer had fewer than ${FEW} turns.`] : [];
  const all = [...instead, ...few, ...omissions(leftOut)];
  return all.length === 0 ? [] : ['', ...all];
}

/** One line for each peer and reason. */
function omissions(leftOut: readonly Omission[]): string[] {
  const words = new Map<string, Set<string>>();
  for (const { peer, cell, work, size, threads, reason } of leftOut) {
    const key = `${peer}\n${reason}`;
    const task = `${formatSize(size)} ${cell} ${work} ${threads}`;
    words.set(key, (words.get(key) ?? new Set()).add(task));
  }
  return [...words].map(([key, tasks]) => {
    const [peer, reason] = key.split('\n');
    const where = tasks.size <= 3 ? [...tasks].join(', ') : `${tasks.size} of its tasks`;
    return `- ${peer} is left out (${where}): ${reason}.`;
  });
}
