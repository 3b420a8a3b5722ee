import { fail } from '../support/errors.ts';
import { formatShape, type Shape } from './tensor.ts';

/** Steps in elements along each axis of a contiguous array. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let k = shape.length - 2; k >= 0; k--) strides[k] = strides[k + 1] * shape[k + 1];
  return strides;
}

/** Steps through a contiguous array of `shape` that is repeated to fill `target`: 0 along axes that are repeated. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const missing = target.length - shape.length;
  const strides = stridesOf(shape);
  return target.map((_, axis) =>
    axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing],
  );
}

/** The shape of an elementwise result, by NumPy's rules. Throws `shape-mismatch`. */
export function broadcastShape(operation: string, x: Shape, y: Shape): Shape {
  const rank = Math.max(x.length, y.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = x[axis - rank + x.length] ?? 1;
    const right = y[axis - rank + y.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      fail(
        'shape-mismatch',
        operation,
        `shapes ${formatShape(x)} and ${formatShape(y)} do not fit: sizes ${left} and ${right} meet at axis ${axis - rank} from the end`,
        'Sizes must be equal, or one of them 1; axes are aligned from the last',
      );
    }
    return left === 1 ? right : left;
  });
}

type Six<P extends string> = `${P}${0 | 1 | 2 | 3 | 4 | 5}`;

/**
 * The sizes and strides of two arrays as arguments of a strided kernel: axes of size 1 are left out, neighbours merged
 * where both arrays allow it, and unused axes put first.
 */
export function stridedArguments(
  operation: string,
  sizes: Shape,
  x: readonly number[],
  y: readonly number[],
): Record<Six<'n'> | Six<'x'> | Six<'y'>, number> {
  const axes: { n: number; x: number; y: number }[] = [];
  sizes.forEach((n, k) => {
    if (n === 1) return;
    const last = axes.at(-1);
    if (last && last.x === x[k] * n && last.y === y[k] * n) {
      last.n *= n;
      last.x = x[k];
      last.y = y[k];
    } else {
      axes.push({ n, x: x[k], y: y[k] });
    }
  });
  if (axes.length > 6) {
    fail(
      'shape-mismatch',
      operation,
      `shape ${formatShape(sizes)} has too many axes`,
      'Use at most six, or reshape first',
    );
  }
  while (axes.length < 6) axes.unshift({ n: 1, x: 0, y: 0 });
  const [a, b, c, d, e, f] = axes;
  return {
    n0: a.n,
    n1: b.n,
    n2: c.n,
    n3: d.n,
    n4: e.n,
    n5: f.n,
    x0: a.x,
    x1: b.x,
    x2: c.x,
    x3: d.x,
    x4: e.x,
    x5: f.x,
    y0: a.y,
    y1: b.y,
    y2: c.y,
    y3: d.y,
    y4: e.y,
    y5: f.y,
  };
}
