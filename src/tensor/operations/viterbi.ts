import { viterbi as kernel } from '../../kernels/viterbi.ts';
import { type Chain, chainArguments, checkChain } from '../losses/crf.ts';
import type { Ragged } from '../ragged/ragged.ts';
import { toSequence } from '../ragged/toSequence.ts';
import type { Tensor } from '../tensor.ts';

/**
 * The best path of each sequence in a linear chain (Viterbi, 1967): emissions [N, K] of B sequences to tags, int32 [N] in
 * sequence layout, and `scores` [B] as `crf` counts them. Of equals the lower tag. Has no gradient. Throws
 * `shape-mismatch`, `wrong-context`.
 */
export function viterbi(emissions: Ragged, chain: Chain): { readonly path: Ragged; readonly scores: Tensor } {
  const { data, structure } = toSequence(emissions);
  const context = checkChain('viterbi', data, chain);
  const path = context.empty([structure.total], 'int32');
  const scores = context.empty([structure.count]);
  const back = context.empty(data.shape, 'int32');
  context.run(kernel, {
    ...chainArguments(data, chain),
    starts: structure.on(context, structure.starts).offset,
    back: back.offset,
    path: path.offset,
    scores: scores.offset,
    sequences: structure.count,
  });
  return { path: { data: path, structure, layout: 'sequence' }, scores };
}
