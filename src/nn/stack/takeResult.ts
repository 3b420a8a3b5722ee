import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { take } from '../../tensor/ragged/take.ts';
import { mapValues } from '../../support/mapValues.ts';
import type { StackResult } from './recurrentStack.ts';

/** What a stack made of some of its sequences, in any order; one may come several times. Throws `bad-argument`. */
export function takeResult(
  { output, final }: Pick<StackResult, 'output' | 'final'>,
  sequences: readonly number[],
): StackResult {
  const { context } = output.data;
  const index = context.tensor(sequences, [sequences.length], 'int32');
  return {
    output: take(output, sequences),
    final: final.map((layer) =>
      layer.map((state) => mapValues(state, (tensor) => gatherRows(tensor, index))),
    ),
    trace: [],
  };
}
