import type { Backend } from '../../src/backend/backend.ts';
import { NONE } from '../../src/kernels/memory.ts';
import type { Case } from './case.ts';

type Values = Float32Array | Float64Array | Int32Array;

/** What stands between the buffers, to see that nothing is written there. */
const GUARD = 12345;
const BETWEEN = 35;

/** Runs a case and gives its outputs. Buffers start at odd elements. Throws if anything around them is written to. */
export function runCase(
  backend: Backend,
  { kernel, name, buffers, alias, numbers, outputs }: Case,
): Record<string, Values> {
  const args: Record<string, number> = { ...numbers };
  for (const argument of kernel.args) args[argument] ??= NONE;
  let end = BETWEEN;
  for (const [argument, content] of Object.entries(buffers)) {
    args[argument] = end;
    end += content.length + BETWEEN;
  }
  for (const [argument, other] of Object.entries(alias ?? {})) args[argument] = args[other];
  backend.grow(end);
  const place = (argument: string): Values => {
    const { f, i } = backend.memory;
    const content = buffers[argument];
    const array = content instanceof Int32Array ? i : f;
    return array.subarray(args[argument], args[argument] + content.length);
  };
  backend.memory.i.fill(GUARD, 0, end);
  backend.memory.f.fill(GUARD, 0, end);
  for (const [argument, content] of Object.entries(buffers)) place(argument).set(content);
  backend.run(kernel, args);
  for (const [argument, content] of Object.entries(buffers)) {
    const array = content instanceof Int32Array ? backend.memory.i : backend.memory.f;
    const after = args[argument] + content.length;
    // On the fast backends floats and integers are one memory, in which the float guard was written last.
    const intact = [...backend.memory.f.subarray(after, after + BETWEEN)].every((value) => value === GUARD);
    if (!intact) throw new Error(`${kernel.name} ${name}: written behind ${argument} (${array.length})`);
  }
  return Object.fromEntries(outputs.map((argument) => [argument, place(argument).slice()]));
}

/** The first element of `got` that is further from `want` than the case allows, in words. */
export function difference(
  { tolerance, scale = 0 }: Case,
  got: Record<string, Values>,
  want: Record<string, Values>,
): string | undefined {
  for (const [output, truth] of Object.entries(want)) {
    const largest = Array.from(truth).reduce(
      (most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most),
      0,
    );
    const least = scale === 'largest' ? largest : scale;
    for (let j = 0; j < truth.length; j++) {
      const value = got[output][j];
      if (Object.is(value, truth[j]) || Math.fround(truth[j]) === value) continue;
      // Fast backends may take numbers for zero that are no normal float32.
      if (value === 0 && Math.abs(truth[j]) < 2 ** -126) continue;
      const error = Math.abs(value - truth[j]) / Math.max(Math.abs(truth[j]), least, 1e-37);
      if (!(error <= tolerance)) return `${output}[${j}] is ${value}, not ${truth[j]}: error ${error}`;
    }
  }
  return undefined;
}
