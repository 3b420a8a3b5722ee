import { dropoutMask } from '../../kernels/dropoutMask.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import type { Stream } from '../../support/random.ts';
import type { Context } from '../context.ts';
import { expectType } from '../operands.ts';
import { formatShape, type Shape, type Tensor } from '../tensor.ts';

/** Where each row comes from, int32 [rows]: so that its random numbers do not depend on the batch around it. */
export interface RowKeys {
  readonly rowSequence: Tensor;
  /** Left out: time 0 for all, one mask for a whole sequence. */
  readonly rowTime?: Tensor;
}

interface MaskOptions {
  readonly keys?: RowKeys;
  /** The value with probability `rate`. */
  readonly dropped?: number;
  /** The value otherwise. */
  readonly kept?: number;
}

/**
 * A mask of `dropped` (0) and `kept` (1). The rows are those of the first axis; a row's numbers are a function of
 * (stream, sequence, time). Without keys: sequence = row, time = 0. Throws `shape-mismatch`, `type-mismatch`.
 */
export function randomMask(
  context: Context,
  shape: Shape,
  rate: number,
  stream: Stream,
  options: MaskOptions = {},
): Tensor {
  const output = context.empty(shape);
  drawMask('randomMask', output, rate, stream, options);
  return output;
}

/** Fills a tensor with a random mask; with `x` of its shape, with their product. The tape does not see it. */
export function drawMask(
  operation: string,
  output: Tensor,
  rate: number,
  stream: Stream,
  { keys, dropped = 0, kept = 1, x }: MaskOptions & { readonly x?: Tensor },
): void {
  const { context, shape, size } = output;
  const rows = shape[0] ?? 1;
  for (const key of [keys?.rowSequence, keys?.rowTime]) {
    if (!key) continue;
    expectType(operation, key, 'int32');
    if (key.size === rows) continue;
    fail(
      'shape-mismatch',
      operation,
      `row keys of shape ${formatShape(key.shape)} for a mask of shape ${formatShape(shape)}`,
      `Give ${rows} keys, one per row`,
    );
  }
  context.run(dropoutMask, {
    key0: stream[0],
    key1: stream[1],
    x: x?.offset ?? NONE,
    mask: output.offset,
    rate,
    dropped,
    kept,
    rowSequence: keys?.rowSequence.offset ?? NONE,
    rowTime: keys?.rowTime?.offset ?? NONE,
    rows,
    units: rows === 0 ? 0 : size / rows,
  });
}
