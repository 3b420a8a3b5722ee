import { UnrolledError } from '../support/errors.ts';
import type { Heap } from './heap.ts';

interface Chunk {
  offset: number;
  size: number;
  used: number;
}

/** Where an arena stood, to return to. */
export interface Mark {
  readonly chunks: number;
  readonly used: number;
}

const SMALLEST = 2 ** 16;

/**
 * Allocation that is emptied all at once: what a training step makes. It bumps through chunks; when it is empty
 * again and had more than one, they become one chunk of the highest total, so a later step that needs no more finds
 * it whole and the heap does not grow.
 */
export class Arena {
  #heap: Heap;
  #chunks: Chunk[] = [];
  #current = 0;
  #live = 0;
  #peak = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** The offset of at least `elements` elements whose content is undefined. Throws `out-of-memory`. */
  allocate(elements: number): number {
    const size = Math.max(16, Math.ceil(elements / 16) * 16);
    const chunk = this.#chunkWithRoom(size);
    chunk.used += size;
    this.#live += size;
    this.#peak = Math.max(this.#peak, this.#live);
    return chunk.offset + chunk.used - size;
  }

  mark(): Mark {
    return { chunks: this.#current, used: this.#chunks[this.#current]?.used ?? 0 };
  }

  /** Empties all that was allocated since `mark`. */
  reset(mark: Mark): void {
    this.#live = 0;
    for (let k = 0; k < this.#chunks.length; k++) {
      const chunk = this.#chunks[k];
      if (k === mark.chunks) chunk.used = mark.used;
      else if (k > mark.chunks) chunk.used = 0;
      this.#live += chunk.used;
    }
    this.#current = mark.chunks;
    if (this.#live === 0 && this.#chunks.length > 1) this.#merge();
  }

  /** Gives all chunks back to the heap. */
  close(): void {
    for (const chunk of this.#chunks) this.#heap.release(chunk.offset);
    this.#chunks = [];
    this.#current = 0;
    this.#live = 0;
  }

  #chunkWithRoom(size: number): Chunk {
    while (this.#current < this.#chunks.length) {
      const chunk = this.#chunks[this.#current];
      if (chunk.used + size <= chunk.size) return chunk;
      if (this.#current + 1 === this.#chunks.length) break;
      this.#current++;
    }
    const total = this.#chunks.reduce((sum, chunk) => sum + chunk.size, 0);
    const room = Math.max(size, SMALLEST, Math.floor(total / 2));
    const chunk = { offset: this.#heap.allocate(room), size: room, used: 0 };
    this.#current = this.#chunks.push(chunk) - 1;
    return chunk;
  }

  /** A step that fitted must not fail for this: without room for one chunk, later steps go by chunks again. */
  #merge(): void {
    this.close();
    try {
      this.#chunks = [{ offset: this.#heap.allocate(this.#peak), size: this.#peak, used: 0 }];
    } catch (error) {
      if (!(error instanceof UnrolledError && error.code === 'out-of-memory')) throw error;
    }
  }
}
