import { crf as kernel } from '../../kernels/crf.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import { gatherRows } from '../operations/gatherRows.ts';
import { matmul } from '../operations/matmul.ts';
import { multiply } from '../operations/multiply.ts';
import { reshape } from '../operations/reshape.ts';
import { affine } from '../operations/affine.ts';
import { sum } from '../operations/sum.ts';
import { expectType, operands } from '../operands.ts';
import type { Ragged } from '../ragged/ragged.ts';
import { toSequence } from '../ragged/toSequence.ts';
import { noGradient, record, recordOnce } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import type { Reduction } from './reduce.ts';

/** The scores of a linear chain over K tags, beside the emissions: of a step from tag to tag, and of both ends. */
export interface Chain {
  /** [K, K]: from a tag (row) to the next (column). */
  readonly transitions: Tensor;
  /** [K]: of the first tag. */
  readonly begin: Tensor;
  /** [K]: of the last tag. */
  readonly end: Tensor;
}

/**
 * The negative log-likelihood of tags in a linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001):
 * emissions [N, K] of B ragged sequences, labels int32 [N] from 0 to K - 1 in sequence layout. By sequence
 *
 *     loss = log sum over paths y of e^score(y) - score(labels),
 *     score(y) = begin[y_1] + sum over t of emissions[t, y_t] + sum over t > 1 of transitions[y_t-1, y_t] + end[y_T].
 *
 * The mean is over all N steps; `none` gives [B]. Saves the derivatives, which the same kernel computes. No second
 * derivatives. Throws `shape-mismatch`, `type-mismatch`, `wrong-context`, `bad-argument`.
 */
export function crf(
  emissions: Ragged,
  chain: Chain,
  labels: Tensor,
  { reduction = 'mean' }: { readonly reduction?: Reduction } = {},
): Tensor {
  const { data, structure } = toSequence(emissions);
  const context = checkChain('crf', data, chain);
  checkTags(labels, data);
  const { transitions, begin, end } = chain;
  const tags = data.shape[1];
  const losses = context.empty([structure.count]);
  const demissions = context.empty(data.shape);
  const pairs = context.empty([structure.count, tags * tags]);
  context.run(kernel, {
    ...chainArguments(data, chain),
    labels: labels.offset,
    starts: structure.on(context, structure.starts).offset,
    losses: losses.offset,
    demissions: demissions.offset,
    dtransitions: pairs.offset,
    sequences: structure.count,
  });
  const inputs = [data, transitions, begin, end];
  const bySequence = record(losses, inputs, (gradient) => {
    const slopes = noGradient(context, () => {
      const row = reshape(gradient, [1, structure.count]);
      const owners = structure.on(context, structure.owners('sequence'));
      const at = (place: 'first' | 'last'): Tensor =>
        gatherRows(demissions, structure.on(context, structure.ends('sequence', place)));
      return [
        multiply(demissions, reshape(gatherRows(gradient, owners), [data.shape[0], 1])),
        reshape(matmul(row, pairs), [tags, tags]),
        reshape(matmul(row, at('first')), [tags]),
        reshape(matmul(row, at('last')), [tags]),
      ];
    });
    return context.recording ? slopes.map((slope) => recordOnce('crf', slope, inputs)) : slopes;
  });
  if (reduction === 'none') return bySequence;
  const total = sum(bySequence);
  return reduction === 'sum' ? total : affine(total, structure.total === 0 ? 0 : 1 / structure.total);
}

/**
 * The probability of every tag at every step over all paths, [N, K] in sequence layout, by the forward-backward algorithm
 * (Rabiner, 1989). Has no gradient. Throws as `crf`.
 */
export function crfMarginals(emissions: Ragged, chain: Chain): Ragged {
  const { data, structure } = toSequence(emissions);
  const context = checkChain('crfMarginals', data, chain);
  const marginals = context.empty(data.shape);
  context.run(kernel, {
    ...chainArguments(data, chain),
    labels: NONE,
    starts: structure.on(context, structure.starts).offset,
    losses: context.empty([structure.count]).offset,
    demissions: marginals.offset,
    dtransitions: NONE,
    sequences: structure.count,
  });
  return { data: marginals, structure, layout: 'sequence' };
}

/** Where a chain's scores lie, for kernels. */
export const chainArguments = (
  emissions: Tensor,
  { transitions, begin, end }: Chain,
): Record<'emissions' | 'transitions' | 'begin' | 'end' | 'tags', number> => ({
  emissions: emissions.offset,
  transitions: transitions.offset,
  begin: begin.offset,
  end: end.offset,
  tags: emissions.shape[1],
});

/** Gives the context. Throws `shape-mismatch` unless emissions are [N, K] with a chain of K >= 1 tags. */
export function checkChain(
  operation: string,
  emissions: Tensor,
  { transitions, begin, end }: Chain,
): Tensor['context'] {
  const context = operands(operation, [emissions, transitions, begin, end]);
  const [, tags = 0] = emissions.shape;
  const fits =
    emissions.shape.length === 2 &&
    tags > 0 &&
    formatShape(transitions.shape) === formatShape([tags, tags]) &&
    [begin, end].every(({ shape }) => formatShape(shape) === formatShape([tags]));
  if (fits) return context;
  const shapes = Object.entries({ emissions, transitions, begin, end }).map(
    ([name, { shape }]) => `${name} ${formatShape(shape)}`,
  );
  return fail(
    'shape-mismatch',
    operation,
    shapes.join(', '),
    'Give emissions [N, K], transitions [K, K], begin [K] and end [K], K at least 1',
  );
}

/** Throws unless there is a tag from 0 to K - 1 for each of N rows. */
function checkTags(labels: Tensor, emissions: Tensor): void {
  expectType('crf', labels, 'int32');
  const [rows, tags] = emissions.shape;
  if (labels.shape.length !== 1 || labels.size !== rows || labels.context !== emissions.context) {
    fail(
      'shape-mismatch',
      'crf',
      `labels ${formatShape(labels.shape)} for emissions ${formatShape(emissions.shape)}`,
      'Give, in one context, a label for each row: labels [N], emissions [N, K]',
    );
  }
  const wrong = labels.toArray().findIndex((label) => label < 0 || label >= tags);
  if (wrong < 0) return;
  fail(
    'bad-argument',
    'crf',
    `label ${labels.toArray()[wrong]} in row ${wrong}, but there are ${tags} tags`,
    `Give labels from 0 to ${tags - 1}`,
  );
}
