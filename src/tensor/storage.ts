import { fail } from '../support/errors.ts';

/** A time during which an arena's tensors live: one call of `context.step`. */
export interface Scope {
  alive: boolean;
}

/** A range of the heap that tensors share. It is alive until its step ends, or until it is released. */
export class Storage {
  readonly #offset: number;
  readonly scope: Scope;

  constructor(offset: number, scope: Scope) {
    this.#offset = offset;
    this.scope = scope;
  }

  /** First element. Throws `stale-tensor` where the memory is no longer this tensor's. */
  get offset(): number {
    if (!this.scope.alive) {
      fail(
        'stale-tensor',
        'tensor',
        'it was made in a step that has ended, or was disposed of',
        'Call keep(tensor) inside the step for what must outlive it, or read it with toArray() there',
      );
    }
    return this.#offset;
  }
}
