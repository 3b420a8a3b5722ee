import { mapValues } from '../../support/mapValues.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import {
  type Cell,
  outputName,
  outputSize,
  type State,
  type SweepInput,
  type SweepResult,
} from '../cells/cell.ts';
import { stepWatcher } from './stepWatcher.ts';

type Tensors = Readonly<Record<string, Tensor>>;

const rowsOf = (tensors: Tensors, from: number, to: number): Record<string, Tensor> =>
  mapValues(tensors, (tensor) => slice(tensor, 0, from, to));

/** Joins states row-wise, name by name; leaves out those without rows. */
function join(states: readonly State[]): State {
  const filled = states.filter((state) => Object.values(state).some((tensor) => tensor.shape[0] > 0));
  const kept = filled.length > 0 ? filled : states.slice(0, 1);
  return mapValues(kept[0], (_, name) =>
    kept.length === 1
      ? kept[0][name]
      : concatenate(
          kept.map((state) => state[name]),
          0,
        ),
  );
}

/**
 * The network unrolled through time, step by step, with the operations on the tape: backpropagation through time is
 * what differentiating it gives. Step t holds the rows of the sequences that still run (forward) or already run
 * (reverse: each starts at its own end). Any cell runs here; what `sweep` of a known cell computes equals this.
 */
export function plainSweep(cell: Cell, input: SweepInput): SweepResult {
  const { structure, initial, reverse, masks } = input;
  const watcher = input.watch && stepWatcher(cell, input, input.watch);
  const { batchSizes, count, longest } = structure;
  // Cut once, so that the gradient of the rows is put together once.
  const perStep = (rows: Tensor): Tensor[] => (longest === 0 ? [] : split(rows, Array.from(batchSizes), 0));
  const inputs = perStep(cell.project(watcher?.x ?? input.x));
  const zoneouts = mapValues(masks.zoneout ?? {}, perStep);
  const outputs: Tensor[] = new Array(longest);
  const traces: Tensors[] = [];
  const ended: State[] = [];
  let state: State = rowsOf(initial, 0, 0);
  for (let step = 0; step < longest; step++) {
    const t = reverse ? longest - 1 - step : step;
    const size = batchSizes[t];
    const running = step === 0 ? 0 : batchSizes[reverse ? t + 1 : t - 1];
    if (size > running && (reverse || step === 0)) state = join([state, rowsOf(initial, running, size)]);
    if (size < running) {
      ended.unshift(rowsOf(state, size, running));
      state = rowsOf(state, 0, size);
    }
    const result = cell.step(inputs[t], state, {
      ...(masks.recurrent ? { recurrent: slice(masks.recurrent, 0, 0, size) } : {}),
      ...(masks.zoneout ? { zoneout: mapValues(zoneouts, (steps) => steps[t]) } : {}),
    });
    state = watcher?.see(result.state, t) ?? result.state;
    outputs[t] = result.output ?? state[outputName(cell)];
    if (input.trace) traces[t] = { ...result.gates, ...state };
  }
  const running = longest === 0 ? 0 : batchSizes[0];
  return {
    output: longest === 0 ? input.x.context.zeros([0, outputSize(cell)]) : concatenate(outputs, 0),
    final: join([state, ...ended, rowsOf(initial, running, count)]),
    trace: mapValues(traces[0] ?? {}, (_, name) => concatenate(traces.map((trace) => trace[name]))),
  };
}
