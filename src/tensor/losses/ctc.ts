import { ctc as kernel } from '../../kernels/ctc.ts';
import { fail } from '../../support/errors.ts';
import { affine } from '../operations/affine.ts';
import { gatherRows } from '../operations/gatherRows.ts';
import { multiply } from '../operations/multiply.ts';
import { reshape } from '../operations/reshape.ts';
import { sum } from '../operations/sum.ts';
import { expectType, operands } from '../operands.ts';
import type { Ragged } from '../ragged/ragged.ts';
import { toSequence } from '../ragged/toSequence.ts';
import { noGradient, record, recordOnce } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import type { Reduction } from './reduce.ts';

/**
 * Connectionist temporal classification (Graves et al., 2006): the negative log-likelihood of labels that are fewer than
 * the steps, wherever they stand. logits [N, K] of B ragged sequences, class 0 the blank; labels int32 [M] of as many
 * sequences, from 1 to K - 1. By sequence
 *
 *     loss = -log sum over paths p of prod over t of softmax(logits[t])[p_t],
 *
 * the paths being those that give the labels once repeated classes are merged and blanks removed. The mean is over all M
 * labels; `none` gives [B]. Saves the derivatives, which the same kernel computes. No second derivatives. Throws
 * `shape-mismatch`, `type-mismatch`, `wrong-context`, and `bad-argument` for a label that is no class and for labels that
 * take more steps than their sequence has (see `leastSteps`), naming the sequence.
 */
export function ctc(
  logits: Ragged,
  labels: Ragged,
  { reduction = 'mean' }: { readonly reduction?: Reduction } = {},
): Tensor {
  const { data, structure } = toSequence(logits);
  const targets = toSequence(labels);
  checkCtc(data, structure.lengths, targets);
  const { context } = data;
  const losses = context.empty([structure.count]);
  const slopes = context.empty(data.shape);
  context.run(kernel, {
    logits: data.offset,
    labels: targets.data.offset,
    starts: structure.on(context, structure.starts).offset,
    labelStarts: targets.structure.on(context, targets.structure.starts).offset,
    losses: losses.offset,
    dlogits: slopes.offset,
    sequences: structure.count,
    rows: data.shape[0],
    classes: data.shape[1],
  });
  const bySequence = record(losses, [data], (gradient) => {
    const dlogits = noGradient(context, () => {
      const owners = structure.on(context, structure.owners('sequence'));
      return multiply(slopes, reshape(gatherRows(gradient, owners), [data.shape[0], 1]));
    });
    return [context.recording ? recordOnce('ctc', dlogits, [data]) : dlogits];
  });
  if (reduction === 'none') return bySequence;
  const total = sum(bySequence);
  return reduction === 'sum' ? total : affine(total, 1 / Math.max(1, targets.structure.total));
}

/** The steps that labels take at least: one each, and one for the blank between equal neighbours. */
export function leastSteps(labels: ArrayLike<number | string>): number {
  let least = labels.length;
  for (let k = 1; k < labels.length; k++) if (labels[k] === labels[k - 1]) least++;
  return least;
}

function checkCtc(logits: Tensor, lengths: Int32Array, { data, structure }: Ragged): void {
  operands('ctc', [logits]);
  expectType('ctc', data, 'int32');
  const [, classes = 0] = logits.shape;
  const fits =
    logits.shape.length === 2 &&
    classes > 0 &&
    data.shape.length === 1 &&
    structure.count === lengths.length &&
    data.context === logits.context;
  if (!fits) {
    const what = `logits ${formatShape(logits.shape)} of ${lengths.length} sequences, labels ${formatShape(data.shape)} of ${structure.count}`;
    const remedy = 'Give, in one context, logits [N, K], K at least 1, and labels [M] of as many sequences';
    fail('shape-mismatch', 'ctc', what, remedy);
  }
  const all = data.toArray();
  for (let k = 0; k < structure.count; k++) {
    const own = all.subarray(structure.starts[k], structure.starts[k + 1]);
    const wrong = own.findIndex((label) => label < 1 || label >= classes);
    if (wrong >= 0) {
      const what = `sequence ${k} has the label ${own[wrong]}, but there are ${classes} classes, and 0 is the blank`;
      fail('bad-argument', 'ctc', what, `Give labels from 1 to ${classes - 1}`);
    }
    const least = leastSteps(own);
    if (least <= lengths[k]) continue;
    const what = `sequence ${k} has ${lengths[k]} steps, and its ${own.length} labels take ${least} at least`;
    fail('bad-argument', 'ctc', what, 'Give more steps than labels, one more for each repeated label');
  }
}
