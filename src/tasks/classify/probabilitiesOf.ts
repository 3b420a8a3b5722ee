import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ClassifyModel } from './classifyModel.ts';
import type { Encoded } from './encoder.ts';

/** Sequences and numbers in a batch at most. */
const BATCH = 128;
const NUMBERS = 1 << 18;

/** Probabilities of the classes of each sequence, [N][K]. */
export function probabilitiesOf(
  context: Context,
  model: ClassifyModel,
  contents: readonly Encoded[],
): Float64Array[] {
  const answers: Float64Array[] = [];
  let from = 0;
  while (from < contents.length) {
    let [to, numbers] = [from, 0];
    do numbers += contents[to++].length;
    while (to < contents.length && to - from < BATCH && numbers + contents[to].length <= NUMBERS);
    const some = contents.slice(from, to);
    const all = context.step(() =>
      noGradient(context, () => model.probabilities(model.run({ contents: some })).toArray()),
    );
    const width = all.length / some.length;
    some.forEach((_, k) => answers.push(Float64Array.from(all.subarray(k * width, (k + 1) * width))));
    from = to;
  }
  return answers;
}
