import type { Memory } from './memory.ts';

/**
 * A numeric kernel: its name, its arguments in order, and its plain reference. The C source `c/<name>.c` (or the C
 * file of its family) implements the same name with the same arguments, which it receives as a struct of doubles
 * `<name>_args` in this order. Arguments are element offsets into the heap (NONE for an absent buffer), sizes and
 * numbers; all are exact in a double.
 */
export interface Kernel<A extends string = string> {
  readonly name: string;
  readonly args: readonly A[];
  /** The slow, obvious implementation. It computes in the precision of `memory.f`. */
  readonly reference: (memory: Memory, args: Readonly<Record<A, number>>) => void;
  /** About how many multiply-adds (or as costly steps) a call takes: decides how many threads are worth waking. */
  readonly work: (args: Readonly<Record<A, number>>) => number;
}

/** Declares a kernel. Without `work` it always runs on one thread. */
export function kernel<const A extends string>(
  name: string,
  args: readonly A[],
  reference: (memory: Memory, args: Readonly<Record<A, number>>) => void,
  work: (args: Readonly<Record<A, number>>) => number = () => 0,
): Kernel<A> {
  return { name, args, reference, work };
}
