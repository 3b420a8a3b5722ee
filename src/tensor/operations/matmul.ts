import { matmul as kernel } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import { gradientRoom } from '../gradientSum.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';

interface Transposed {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * op(a) op(b): [M, K] times [K, N] gives [M, N]; a transposed operand is stored the other way round.
 * Saves both operands. Throws `shape-mismatch`, `type-mismatch`, `wrong-context`.
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: Transposed = {},
): Tensor {
  const context = operands('matmul', [a, b]);
  const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [inner, n] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || k !== inner) {
    fail(
      'shape-mismatch',
      'matmul',
      `a${transposeA ? ' transposed' : ''} ${formatShape(a.shape)} and b${transposeB ? ' transposed' : ''} ${formatShape(b.shape)} do not fit: the inner sizes are ${k} and ${inner}`,
      'Give two matrices whose inner sizes are equal',
    );
  }
  return product(context.empty([m, n]), a, b, { transposeA, transposeB });
}

/** The same of matrices that fit, into a tensor [M, N]. */
export function product(
  output: Tensor,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: Transposed,
): Tensor {
  const [m, n] = output.shape;
  output.context.run(kernel, {
    a: a.offset,
    b: b.offset,
    c: output.offset,
    bias: NONE,
    m,
    n,
    k: a.shape[transposeA ? 0 : 1],
    lda: a.shape[1],
    ldb: b.shape[1],
    ldc: n,
    transposeA: Number(transposeA),
    transposeB: Number(transposeB),
    accumulate: 0,
  });
  return record(output, [a, b], (gradient) => [
    !a.tracked
      ? undefined
      : transposeA
        ? product(gradientRoom(a), b, gradient, { transposeA: transposeB, transposeB: true })
        : product(gradientRoom(a), gradient, b, { transposeB: !transposeB }),
    !b.tracked
      ? undefined
      : transposeB
        ? product(gradientRoom(b), gradient, a, { transposeA: true, transposeB: transposeA })
        : product(gradientRoom(b), a, gradient, { transposeA: !transposeA }),
  ]);
}
