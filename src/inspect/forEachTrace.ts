import type { Cell } from '../nn/cells/cell.ts';
import { observeRecurrences } from '../nn/recurrence/observeRecurrences.ts';
import type { Structure } from '../tensor/ragged/structure.ts';
import { noGradient } from '../tensor/tape.ts';
import { type RecurrenceName, readsBatch, recurrenceNames } from './recurrences.ts';
import type { Subject, SubjectBatch } from './subject.ts';

/** Gates and states of a recurrence at every step of a batch. */
export interface RecurrenceTrace {
  readonly named: RecurrenceName;
  readonly cell: Cell;
  readonly structure: Structure;
  /** By name, packed [N, size]. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  readonly batch: SubjectBatch;
}

/** Runs the network over all batches, and shows what every recurrence over their sequences did. */
export function forEachTrace(subject: Subject, visit: (trace: RecurrenceTrace) => void): void {
  const { context } = subject;
  const nameOf = recurrenceNames(subject.parameters);
  for (const batch of subject.batches) {
    context.step(() =>
      observeRecurrences(
        context,
        ({ cell, structure, reverse }) => {
          const named = nameOf(cell, reverse);
          if (!readsBatch(subject, batch, named, structure)) return undefined;
          return {
            trace(tensors) {
              const values = Object.entries(tensors).map(([name, tensor]) => [name, tensor.toArray()]);
              visit({ named, cell, structure, values: Object.fromEntries(values), batch });
            },
          };
        },
        () => noGradient(context, () => void batch.run()),
      ),
    );
  }
}
