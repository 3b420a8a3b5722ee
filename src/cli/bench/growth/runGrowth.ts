import type { BackendName } from '../../../backend/backend.ts';
import type { Context } from '../../../tensor/context.ts';
import { openContext } from '../../../tensor/openContext.ts';
import { checkAgree, checkSmall, type Computed } from '../check.ts';
import { type Contender, measure, type Measured, type Repetitions, timed } from '../measure.ts';
import { type BenchNetwork, benchNetwork } from '../network.ts';
import type { BenchHost } from '../runBench.ts';
import type { BenchCell } from '../work.ts';
import { type AxisName, axisNames, growthAxes, type Place } from './axes.ts';
import { slope } from './slope.ts';

export interface GrowthPlan {
  readonly cells: readonly BenchCell[];
  readonly backends: readonly BackendName[];
  readonly threads: readonly number[];
  readonly repetitions: Repetitions;
  /** By default those of `growthAxes`. */
  readonly places?: readonly Place[];
}

/** What a training step needed at a place. */
export interface GrowthPoint extends Place, Measured {
  /** Times what it would be in proportion to the most on the axis. */
  readonly overLinear: number;
}

/** What training steps needed along an axis. */
export interface Curve {
  readonly cell: BenchCell;
  readonly backend: BackendName;
  readonly axis: AxisName;
  /** Of log time over log work, between a tenth of the most and the most: 1 is linear. */
  readonly slope: number;
  /** From the most work to the least. */
  readonly points: readonly GrowthPoint[];
}

/** Checks, then times training steps along all axes, which take turns. Throws `wrong-result`. */
export async function runGrowth(plan: GrowthPlan, host: BenchHost): Promise<readonly Curve[]> {
  const curves: Curve[] = [];
  for (const backend of plan.backends)
    for (const cell of plan.cells) curves.push(...(await growthOf(plan, cell, backend, host)));
  return curves;
}

async function growthOf(
  { threads, repetitions, places = [] }: GrowthPlan,
  cell: BenchCell,
  backend: BackendName,
  { now, tell }: BenchHost,
): Promise<Curve[]> {
  const contexts = new Map<number, Context>();
  try {
    for (const count of threads) contexts.set(count, await openContext({ backend, threads: count }));
    tell(`growth: ${cell}, ${backend}: checking`);
    await checkSmall([...contexts.values()], { cell });
    const all = places.length > 0 ? places : growthAxes(cell, threads);
    const made = all.map((place) => {
      const network = benchNetwork(contexts.get(place.threads)!, { cell }, place.size, place.lengths);
      return { place, network, turn: timed(() => network.run('train'), now) };
    });
    checkThreads(made, backend);
    tell(`growth: ${cell}, ${backend}: measuring`);
    const measured = await measure<Contender & { readonly place: Place }>(made, repetitions);
    const points = made.map((one) => ({ ...one.place, ...measured.get(one)! }));
    return axisNames
      .map((axis) => points.filter((point) => point.axis === axis))
      .filter(({ length }) => length > 1)
      .map((own) => ({ cell, backend, ...curveOf(own) }));
  } finally {
    for (const context of contexts.values()) context.close();
  }
}

/** Demands the same bits on any number of threads. */
function checkThreads(
  made: readonly { readonly place: Place; readonly network: BenchNetwork }[],
  by: BackendName,
): void {
  const computed = made
    .filter(({ place }) => place.axis === 'threads')
    .map(({ place, network }): Computed => ({ by, threads: place.threads, results: network.results() }));
  checkAgree('growth', computed);
}

/** A tenth, and as much less as whole sizes may make of it. */
const TENTH = 0.09;

function curveOf(points: readonly (Place & Measured)[]): Pick<Curve, 'axis' | 'slope' | 'points'> {
  const [most, ...less] = points.toSorted((a, b) => b.share - a.share);
  const ordered = [most, ...less].map((point) => ({
    ...point,
    overLinear: (point.seconds / most.seconds) * (most.share / point.share),
  }));
  const upper = ordered.filter(({ share }) => share >= TENTH * most.share);
  return {
    axis: most.axis,
    slope: slope(upper.map(({ share, seconds }) => [share, seconds])),
    points: ordered,
  };
}
