/** Gives the first of what it holds, by an order of its own. */
export interface PriorityQueue<T> {
  push(item: T): void;
  /** Takes the first item out; undefined when there is none. */
  pop(): T | undefined;
}

/** A binary heap: push and pop take time of log n. Items of which neither comes before the other come in any order. */
export function priorityQueue<T>(comesBefore: (a: T, b: T) => boolean): PriorityQueue<T> {
  const heap: T[] = [];
  return {
    push(item) {
      let at = heap.length;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!comesBefore(item, heap[parent])) break;
        heap[at] = heap[parent];
        at = parent;
      }
      heap[at] = item;
    },
    pop() {
      const first = heap[0];
      const item = heap.pop();
      if (item === undefined || heap.length === 0) return item;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && comesBefore(heap[child + 1], heap[child])) child++;
        if (!comesBefore(heap[child], item)) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = item;
      return first;
    },
  };
}
