import { observeRecurrences } from '../../nn/recurrence/observeRecurrences.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { readsBatch, recurrenceNames } from '../recurrences.ts';
import type { Answers, Subject, SubjectBatch } from '../subject.ts';

/** What the first recurrent layer reads, [N, I] in packed rows: vectors of symbols, or numbers. */
export interface ReadInput {
  readonly structure: Structure;
  /** I */
  readonly width: number;
  /** [N * I] */
  readonly values: Float64Array;
  /** What was given in its place: gradients can be asked of it. */
  readonly tensor: Tensor;
}

export interface ChangedRun {
  readonly answers: Answers;
  /** One, or several where the first layer has parts that read different things. */
  readonly inputs: readonly ReadInput[];
}

/**
 * Runs a batch with what its first recurrent layer reads changed, within a step of its own, and shows `use` what came of
 * it. `change` writes over the values in place. With the same change twice the result is the same.
 */
export function changedInput<R>(
  subject: Subject,
  batch: SubjectBatch,
  change: (values: Float64Array, input: { readonly structure: Structure; readonly width: number }) => void,
  choices: ArrayLike<number> | undefined,
  use: (run: ChangedRun) => R,
): R {
  const { context } = subject;
  const nameOf = recurrenceNames(subject.parameters);
  const made = new Map<Tensor, ReadInput>();
  try {
    return context.step(() => {
      const answers = observeRecurrences(
        context,
        ({ cell, structure, reverse, x }) => {
          const named = nameOf(cell, reverse);
          if (named.layer > 1 || !readsBatch(subject, batch, named, structure)) return undefined;
          const known = made.get(x);
          if (known) return { x: known.tensor };
          const values = Float64Array.from(x.toArray());
          const width = x.shape[1];
          change(values, { structure, width });
          const tensor = context.parameter(values, x.shape);
          made.set(x, { structure, width, values, tensor });
          return { x: tensor };
        },
        () => batch.run(choices),
      );
      return use({ answers, inputs: [...made.values()] });
    });
  } finally {
    for (const { tensor } of made.values()) tensor.dispose();
  }
}
