import { openContext } from '../../tensor/openContext.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import type { Context } from '../../tensor/context.ts';
import { fail } from '../../support/errors.ts';
import { benchNetwork, type Results } from './network.ts';
import { formatSize, type Size } from './size.ts';

/** How far results may lie from what is right: the largest difference, relative to the largest right number. */
export const TOLERANCE = 1e-4;

/** Nothing divides evenly; everything does; and sequences end one after another. */
const small: readonly { readonly size: Size; readonly lengths?: readonly number[] }[] = [
  { size: [3, 5, 7, 9] },
  { size: [16, 4, 16, 32] },
  { size: [4, 6, 7, 9], lengths: [2, 6, 1, 3] },
];

/** What ran where. */
export interface Computed {
  /** A backend, or a peer. */
  readonly by: string;
  readonly threads: number;
  readonly results: Results;
}

/** Holds a cell on every context against the reference in float64, at small sizes. Throws `wrong-result`. */
export async function checkSmall(
  contexts: readonly Context[],
  choice: CellChoice,
  name: string = choice.cell,
): Promise<void> {
  const truth = await openContext({ backend: 'reference', precision: 'float64' });
  for (const { size, lengths } of small) {
    const where = `${name} ${formatSize(size)}${lengths ? ` of lengths ${lengths.join(', ')}` : ''}`;
    const compute = (context: Context): Computed => {
      const network = benchNetwork(context, choice, size, lengths);
      const results = network.results();
      network.close();
      return { by: context.backend.name, threads: context.backend.threads, results };
    };
    const want = compute(truth);
    for (const context of contexts) checkNear(where, compute(context), want);
  }
  truth.close();
}

/**
 * Holds what several backends gave against each other, and demands the same bits of one backend on any number of
 * threads. Throws `wrong-result`.
 */
export function checkAgree(where: string, [first, ...others]: readonly Computed[]): void {
  const seen = new Map([[first.by, first]]);
  for (const computed of others) {
    const before = seen.get(computed.by);
    if (before) checkSameBits(where, computed, before);
    else checkNear(where, computed, first);
    seen.set(computed.by, computed);
  }
}

/** Holds results against what is right. Throws `wrong-result`. */
export function checkNear(where: string, got: Computed, want: Computed): void {
  for (const [name, right] of Object.entries(want.results)) {
    const error = relativeError(got.results[name] ?? [], right);
    if (error > TOLERANCE) differ(where, name, got, want, `a relative error of ${error.toExponential(1)}`);
  }
}

function checkSameBits(where: string, got: Computed, want: Computed): void {
  for (const [name, right] of Object.entries(want.results)) {
    const at = Array.from(right).findIndex((value, k) => !Object.is(value, got.results[name][k]));
    if (at >= 0) differ(where, name, got, want, `other bits in element ${at}`);
  }
}

function differ(where: string, name: string, got: Computed, want: Computed, what: string): never {
  const about = ({ by, threads }: Computed): string =>
    `${by} on ${threads} thread${threads === 1 ? '' : 's'}`;
  return fail(
    'wrong-result',
    `bench ${where}`,
    `${name === 'output' ? name : `the gradient of ${name}`} has ${what}: ${about(got)}, held against ${about(want)}`,
    'What is wrong is not timed. Please report it, with the output of unrolled doctor.',
  );
}

/** The largest difference, relative to the largest element of `want`; infinite where there is no telling. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let difference = 0;
  for (let k = 0; k < want.length; k++) {
    if (!Number.isFinite(got[k]) || !Number.isFinite(want[k])) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(want[k]));
    difference = Math.max(difference, Math.abs(got[k] - want[k]));
  }
  return difference === 0 ? 0 : difference / largest;
}
