/** What a thread of the WebAssembly pool needs: it instantiates the module on the shared memory and works there. */
export interface PoolTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Its number, from 1: the calling thread is 0. */
  readonly index: number;
  /** The end of its stack. */
  readonly stack: number;
}

export interface PoolWorker {
  /** Ends it, wherever it is. */
  end(): void;
}

interface PoolExports {
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  work(index: number): void;
}

/** The life of a pool worker: tells that it is ready, then works until the pool stops. */
export function workInPool({ module, memory, index, stack }: PoolTask, ready: () => void): void {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as WebAssembly.Exports &
    PoolExports;
  exports.__stack_pointer.value = stack;
  ready();
  exports.work(index);
}
