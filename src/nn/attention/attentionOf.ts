import { fail } from '../../support/errors.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import type { Attention, AttentionMemory } from './attention.ts';
import { type LocalOptions, localWindow } from './localWindow.ts';
import { type AdditiveScore, readSources } from './readSources.ts';

/** What every kind of attention is told. */
export interface AttentionOptions {
  /** D, the width of a query. */
  readonly querySize: number;
  /** R, the width of a source's states. */
  readonly sourceSize: number;
  /** Reads a window of the source only. */
  readonly local?: LocalOptions | undefined;
  readonly stream: Stream;
}

/** How a kind of attention compares queries and keys. */
interface Comparison {
  readonly parameters: Parameters;
  /** Keys [N, size] from states [N, R], and what queries are multiplied by. */
  prepare(states: Tensor): Pick<AttentionMemory, 'keys' | 'queryWeight'>;
  /** For an additive score: v, and the weight of coverage where there is one. */
  readonly additive?: { readonly v: Tensor; readonly coverageWeight?: Tensor | undefined };
}

/** An attention from how it compares. Parameters of a window are named `local.`. */
export function attentionOf(
  context: Context,
  { querySize, local, stream }: AttentionOptions,
  { parameters, prepare, additive }: Comparison,
): Attention {
  const window = local && localWindow(context, { ...local, querySize, stream: substream(stream, 8) });
  const scoreWith = (sums: Tensor | undefined): AdditiveScore | undefined => {
    if (sums && !additive?.coverageWeight) {
      fail('bad-argument', 'attention', 'coverage for one that has none', 'Make it with coverage: true');
    }
    const weight = additive?.coverageWeight;
    return additive && { v: additive.v, coverage: sums && weight && { sums, weight } };
  };
  const localParameters = Object.entries(window?.parameters ?? {}).map(([name, tensor]) => [
    `local.${name}`,
    tensor,
  ]);
  return {
    parameters: { ...parameters, ...Object.fromEntries(localParameters) },
    prepare(source) {
      const { data, structure } = toSequence(source);
      return { structure, values: data, ...prepare(data) };
    },
    attend: (query, { keys, values, queryWeight }, rows, coverage) =>
      readSources({
        query: queryWeight ? linear(query, queryWeight) : query,
        keys,
        values,
        rows,
        additive: scoreWith(coverage),
        window: window?.of(query, rows),
      }),
  };
}
