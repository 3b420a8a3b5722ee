import type { Cell } from '../../nn/cells/cell.ts';
import { outputName } from '../../nn/cells/cell.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { forEachTrace, type RecurrenceTrace } from '../forEachTrace.ts';
import { singularValues } from '../matrix/singularValues.ts';
import { spectralRadius } from '../matrix/spectralRadius.ts';
import { quantileAt } from '../quantileAt.ts';
import type { RecurrenceName } from '../recurrences.ts';
import type { Subject } from '../subject.ts';
import { gateRoles, recurrentMatrices } from './gateRoles.ts';
import { type GateCollector, gateCollector, type GateStatistics, SHUT } from './gateStatistics.ts';
import { type UnitCollector, unitCollector, type UnitStatistics } from './unitStatistics.ts';

/** A recurrent matrix by its numbers. */
export interface MatrixSpectrum {
  /** The gate whose it is; '' where there is one alone. */
  readonly gate: string;
  /** The greatest modulus of its eigenvalues; null where the matrix is not square. */
  readonly radius: number | null;
  /** Falling. */
  readonly singularValues: readonly number[];
}

/** What the gates and units of a recurrence did. */
export interface RecurrenceActivity extends RecurrenceName {
  readonly gates: readonly GateStatistics[];
  /** What is squashed into (-1, 1), as candidates: shares beyond -0.9 and 0.9. */
  readonly squashed: readonly GateStatistics[];
  /** By unit: after how many steps 1/e of the state is left, by the mean of the gate that keeps it: 1 / (1 - mean). */
  readonly timeConstants: readonly number[];
  /** The state that is put out. */
  readonly state: string;
  readonly units: UnitStatistics;
  /** Quantiles of the state over units and sequences at 10, 50 and 90 %, by step from 0. */
  readonly bySteps: readonly (readonly [low: number, median: number, high: number])[];
  readonly matrices: readonly MatrixSpectrum[];
}

/** Steps that fewer of the sequences have are left out. */
const LEAST_SHARE = 0.1;

interface Collected {
  readonly named: RecurrenceName;
  readonly cell: Cell;
  readonly gates: Readonly<Record<string, GateCollector>>;
  readonly squashed: Readonly<Record<string, GateCollector>>;
  readonly state: string;
  readonly units: UnitCollector;
  /** By step: values of the state. */
  readonly steps: number[][];
}

/**
 * What the gates and units of every recurrence did on the data: how often gates are shut and open, how long the state is
 * kept, units that carry nothing, the state by step, and the spectrum of the recurrent matrices. Throws `bad-argument`
 * where there is no recurrence.
 */
export function gatesAndUnits(subject: Subject): RecurrenceActivity[] {
  const all = new Map<string, Collected>();
  forEachTrace(subject, (trace) => {
    const known = all.get(trace.named.name) ?? collectorsOf(trace);
    all.set(trace.named.name, known);
    const { values, structure } = trace;
    for (const [name, collector] of Object.entries({ ...known.gates, ...known.squashed }))
      collector.add(values[name]);
    const state = values[known.state];
    const width = state.length / structure.total;
    known.units.add(state);
    for (let t = 0; t < structure.longest; t++) {
      known.steps[t] ??= [];
      const end = structure.stepOffsets[t + 1] * width;
      for (let k = structure.stepOffsets[t] * width; k < end; k++) known.steps[t].push(state[k]);
    }
  });
  if (all.size === 0) {
    const what = 'the network has no recurrence over time';
    fail('bad-argument', 'inspect', what, 'Inspect one that reads its sequences step by step');
  }
  return [...all.values()].map((collected) => activityOf(subject.context, collected));
}

function collectorsOf({ named, cell, structure, values }: RecurrenceTrace): Collected {
  const roles = gateRoles(cell);
  const width = (name: string): number => values[name].length / structure.total;
  const collectors = (names: readonly string[], low: number): Record<string, GateCollector> =>
    Object.fromEntries(
      names.filter((name) => values[name]).map((name) => [name, gateCollector(name, width(name), low)]),
    );
  const state = outputName(cell);
  return {
    named,
    cell,
    gates: collectors(roles.gates, SHUT),
    squashed: collectors(roles.squashed, -1 + SHUT),
    state,
    units: unitCollector(width(state)),
    steps: [],
  };
}

function activityOf(
  context: Context,
  { named, cell, gates, squashed, state, units, steps }: Collected,
): RecurrenceActivity {
  const results = Object.values(gates).map((collector) => collector.result());
  const { keeps } = gateRoles(cell);
  const kept = results.find(({ gate }) => gate === keeps?.gate)?.unitMean ?? [];
  const most = steps[0]?.length ?? 0;
  return {
    ...named,
    gates: results,
    squashed: Object.values(squashed).map((collector) => collector.result()),
    timeConstants: kept.map((mean) => 1 / (keeps?.shut ? mean : 1 - mean)),
    state,
    units: units.result(),
    bySteps: steps
      .filter((own) => own.length >= LEAST_SHARE * most)
      .map((own) => {
        const sorted = Float64Array.from(own).sort();
        return [quantileAt(sorted, 0.1), quantileAt(sorted, 0.5), quantileAt(sorted, 0.9)] as const;
      }),
    matrices: recurrentMatrices(cell).map(({ gate, rows, columns, values }) => ({
      gate,
      radius:
        rows === columns ? context.step(() => spectralRadius(context.tensor(values, [rows, columns]))) : null,
      singularValues: singularValues(values, rows, columns),
    })),
  };
}
