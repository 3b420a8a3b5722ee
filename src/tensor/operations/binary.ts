import { binaryBroadcast, type BinaryKind, binaryKinds, binary as kernel } from '../../kernels/binary.ts';
import { operands } from '../operands.ts';
import { broadcastShape, broadcastStrides, stridedArguments } from '../strides.ts';
import { isSameShape, type Tensor } from '../tensor.ts';

/** An operand of an elementwise operation. */
export type Operand = Tensor | number;

/** f(x, y) by element, with NumPy's broadcasting; the tape does not see it. Throws `shape-mismatch`. */
export function binary(name: BinaryKind, x: Tensor, y: Tensor): Tensor {
  const context = operands(name, [x, y]);
  const kind = binaryKinds.indexOf(name);
  const same = isSameShape(x.shape, y.shape);
  const output = context.empty(same ? x.shape : broadcastShape(name, x.shape, y.shape));
  if (same) {
    context.run(kernel, { kind, x: x.offset, y: y.offset, z: output.offset, n: x.size });
  } else {
    const { shape } = output;
    const axes = stridedArguments(
      name,
      shape,
      broadcastStrides(x.shape, shape),
      broadcastStrides(y.shape, shape),
    );
    context.run(binaryBroadcast, { ...axes, kind, x: x.offset, y: y.offset, z: output.offset });
  }
  return output;
}
