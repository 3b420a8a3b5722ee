import type { Cell } from '../nn/cells/cell.ts';
import type { Parameters } from '../nn/parameters.ts';
import type { Structure } from '../tensor/ragged/structure.ts';
import type { Subject, SubjectBatch } from './subject.ts';

/** A recurrence of a network: one layer of a stack, in one direction. */
export interface RecurrenceName {
  /** As people read it: `recurrent, layer 1, backward`. */
  readonly name: string;
  /** The kind of its cell. */
  readonly cell: string;
  /** From 1. */
  readonly layer: number;
  readonly direction: 'forward' | 'backward';
}

/** Names recurrences by the names of their cells' parameters: `encoder.recurrent.weight_hh_l0_reverse`. */
export function recurrenceNames(parameters: Parameters): (cell: Cell, reverse: boolean) => RecurrenceName {
  const names = new Map(Object.entries(parameters).map(([name, tensor]) => [tensor, name]));
  return (cell, reverse) => {
    const found = Object.values(cell.parameters)
      .map((tensor) => names.get(tensor))
      .find((name) => name);
    const [, stack = '', layer = '0'] = /^(?:(.*)\.)?\w*?_l(\d+)(?:_reverse)?$/.exec(found ?? '') ?? [];
    const direction = reverse ? 'backward' : 'forward';
    return {
      name: [stack || cell.kind, `layer ${Number(layer) + 1}`, ...(reverse ? [direction] : [])].join(', '),
      cell: cell.kind,
      layer: Number(layer) + 1,
      direction,
    };
  };
}

/** Whether a recurrence reads the sequences of a batch, and not others, as the characters of each word. */
export function readsBatch(
  { part = '' }: Subject,
  batch: SubjectBatch,
  { name }: RecurrenceName,
  { count, lengths }: Structure,
): boolean {
  return (
    name.startsWith(part) &&
    count === batch.lengths.length &&
    batch.lengths.every((length, k) => length === lengths[k])
  );
}
