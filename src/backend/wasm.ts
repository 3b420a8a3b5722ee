import { platform } from '#platform';
import { fail, UnrolledError } from '../support/errors.ts';
import type { PoolTask, PoolWorker } from '../platform/poolWorker.ts';
import type { Backend } from './backend.ts';
import { engineBackend, type FastOptions } from './engine.ts';
import { growth } from './growth.ts';
import { hasRelaxedSimd } from './relaxedSimd.ts';
import { allocateMemory, outOfMemory } from './wasmMemory.ts';

/** The functions of the C file `wasm.c`. */
interface WasmExports extends WebAssembly.Exports {
  readonly __heap_base: WebAssembly.Global<'i32'>;
  command(): number;
  implemented(kernel: number): number;
  run(): void;
  stop(threads: number): void;
  caller_may_sleep(): void;
  heap_start(address: number): void;
  heap_end(address: number): void;
}

export interface WasmOptions extends FastOptions {
  /** Relaxed SIMD or not; by default where the host has it. */
  readonly relaxed?: boolean;
  /** Shared memory; by default for more than one thread. */
  readonly shared?: boolean;
}

/** Bytes of stack for each worker. */
const STACK = 2 ** 17;

/** Bytes behind the heap that are there for scratch from the start, so that memory seldom grows within a call. */
const SCRATCH = 2 ** 22;

/** Whether threads can share memory here: always in Node, in a browser on cross-origin isolated pages. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

function loadModule(path: string): Promise<WebAssembly.Module> {
  const loading = modules.get(path) ?? platform.resource(path).then((bytes) => WebAssembly.compile(bytes));
  modules.set(path, loading);
  loading.catch(() => modules.delete(path));
  return loading;
}

/**
 * Opens the WebAssembly build of the C kernels; on one thread, which gives the same numbers, where others cannot be
 * started. Throws `file-missing`, `out-of-memory`.
 */
export async function wasmBackend(wanted: number, options: WasmOptions = {}): Promise<Backend> {
  const threads = canShareMemory() ? wanted : 1;
  if (threads === 1) return openWasm(1, options);
  return openWasm(threads, options).catch((error) => {
    if (error instanceof UnrolledError && error.code === 'no-backend') return openWasm(1, options);
    throw error;
  });
}

async function openWasm(threads: number, options: WasmOptions): Promise<Backend> {
  const { relaxed = hasRelaxedSimd(), shared = threads > 1 } = options;
  const module = await loadModule(`wasm/${relaxed ? 'relaxed' : 'plain'}${shared ? '.shared' : ''}.wasm`);
  const wasm = allocateMemory(shared);
  const instance = await WebAssembly.instantiate(module, { env: { memory: wasm.memory } });
  const exports = instance.exports as WasmExports;
  const stacks = Math.ceil(exports.__heap_base.value / 64) * 64;
  const start = stacks + STACK * (threads - 1);
  wasm.reserve(start + SCRATCH);
  exports.heap_start(start);
  if (typeof document === 'undefined') exports.caller_may_sleep();
  const workers = await startWorkers(
    Array.from({ length: threads - 1 }, (_, j) => ({
      module,
      memory: wasm.memory,
      index: j + 1,
      stack: stacks + STACK * (j + 1),
    })),
  );

  const limit = Math.floor((wasm.limit - start - SCRATCH) / 64) * 16;
  const empty = { f: new Float32Array(0), i: new Int32Array(0) };
  let open = true;
  let capacity = 0;
  let memory = empty;
  let command = new Float64Array(0);
  const refresh = (): void => {
    const { buffer } = wasm.memory;
    memory = { f: new Float32Array(buffer, start, capacity), i: new Int32Array(buffer, start, capacity) };
    command = new Float64Array(buffer, exports.command(), 64);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    exports.stop(threads);
    for (const worker of workers) worker.end();
    capacity = 0;
    memory = empty;
  };
  return engineBackend(
    {
      name: 'wasm',
      build: relaxed ? 'relaxed SIMD' : 'SIMD',
      threads,
      workPerLook: 2 ** 7,
      // Unshared memory that grows, for the heap or for scratch within a call, detaches its views.
      get command() {
        if (command.length === 0) refresh();
        return command;
      },
      get memory() {
        if (memory.f.length !== capacity) refresh();
        return memory;
      },
      implemented: (kernel) => exports.implemented(kernel) !== 0,
      grow(elements) {
        if (elements <= capacity) return;
        if (elements > limit) {
          outOfMemory(`WebAssembly memory has room for ${limit} elements, and ${elements} are needed`);
        }
        const size = Math.ceil(growth(capacity, elements, limit) / 16) * 16;
        wasm.reserve(start + 4 * size + SCRATCH);
        exports.heap_end(start + 4 * size);
        capacity = size;
        refresh();
      },
      run() {
        if (!open) fail('no-backend', 'wasm backend', 'it is closed', 'Open another one.');
        try {
          exports.run();
        } catch (error) {
          // The only trap that kernels set: scratch does not fit. Threads may be anywhere now.
          close();
          if (error instanceof WebAssembly.RuntimeError && /unreachable/.test(error.message)) {
            outOfMemory('WebAssembly memory has no room for what a kernel needs beside the heap');
          }
          throw error;
        }
      },
      close,
    },
    options,
  );
}

/** Starts all or, where one cannot start, none. */
async function startWorkers(tasks: readonly PoolTask[]): Promise<PoolWorker[]> {
  const started = await Promise.allSettled(tasks.map((task) => platform.startPoolWorker(task)));
  const workers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed === undefined) return workers;
  for (const worker of workers) worker.end();
  throw failed.reason;
}
