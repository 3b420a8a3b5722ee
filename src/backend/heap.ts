import type { Backend } from './backend.ts';

/** Allocations are multiples of this many elements and start at one: 64 bytes, a cache line and the widest vector. */
const GRAIN = 16;

const round = (elements: number): number => Math.max(GRAIN, Math.ceil(elements / GRAIN) * GRAIN);

interface Block {
  offset: number;
  size: number;
}

/**
 * Hands out element ranges of a backend's heap: first fit over a list of free blocks sorted by offset, neighbours
 * merged. `used` and `peak` are in elements.
 */
export class Heap {
  readonly backend: Backend;
  used = 0;
  peak = 0;
  #free: Block[] = [];
  #sizes = new Map<number, number>();
  #end: number;

  /** `start`: elements at the beginning that the backend keeps for itself. */
  constructor(backend: Backend, start = 0) {
    this.backend = backend;
    this.#end = round(start);
  }

  /** The high-water mark: every allocation so far lies below this element. */
  get end(): number {
    return this.#end;
  }

  /** The offset of at least `elements` elements whose content is undefined. Throws `out-of-memory`. */
  allocate(elements: number): number {
    const size = round(elements);
    const index = this.#free.findIndex((block) => block.size >= size);
    let offset: number;
    if (index >= 0) {
      const block = this.#free[index];
      offset = block.offset;
      block.offset += size;
      block.size -= size;
      if (block.size === 0) this.#free.splice(index, 1);
    } else {
      const last = this.#free.at(-1);
      const extended = last && last.offset + last.size === this.#end ? last : undefined;
      offset = extended?.offset ?? this.#end;
      this.backend.grow(offset + size); // may throw: until here nothing has changed
      if (extended) this.#free.pop();
      this.#end = offset + size;
    }
    this.#sizes.set(offset, size);
    this.used += size;
    this.peak = Math.max(this.peak, this.used);
    return offset;
  }

  /** Gives back what `allocate` gave. */
  release(offset: number): void {
    const size = this.#sizes.get(offset);
    if (size === undefined) throw new Error(`heap: release of ${offset}, which is not allocated`);
    this.#sizes.delete(offset);
    this.used -= size;
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle].offset < offset) low = middle + 1;
      else high = middle;
    }
    const block = { offset, size };
    const next = this.#free[low];
    if (next && offset + size === next.offset) {
      block.size += next.size;
      this.#free.splice(low, 1);
    }
    const previous = this.#free[low - 1];
    if (previous && previous.offset + previous.size === offset) previous.size += block.size;
    else this.#free.splice(low, 0, block);
  }
}
