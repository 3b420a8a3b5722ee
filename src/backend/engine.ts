import { kernels } from '../kernels/index.ts';
import type { Memory } from '../kernels/memory.ts';
import type { Backend } from './backend.ts';

/** What the two fast builds of the C kernels offer in common: a heap, threads, and a block for one command. */
export interface Engine {
  readonly name: 'native' | 'wasm';
  /** Instruction set or build, for people. */
  readonly build: string;
  readonly threads: number;
  /** Where to write kernel number, number of threads, patience, and the kernel's arguments. */
  readonly command: Float64Array;
  /** Work (multiply-adds) for which the calling thread looks once whether the others have come. */
  readonly workPerLook: number;
  readonly memory: Memory;
  implemented(kernel: number): boolean;
  grow(elements: number): void;
  /** Runs the command to its end. */
  run(): void;
  close(): void;
}

export interface FastOptions {
  /** Threads, the calling one included; a kernel with little work uses fewer. By default one per processor, at most 8. */
  readonly threads?: number;
  /** Work (multiply-adds) that is worth a thread of its own. */
  readonly workPerThread?: number;
  /** Whether a call waits for all its threads however late they are: for tests that need them. */
  readonly patient?: boolean;
}

/** Some 10 microseconds: many times what it takes threads that are awake to meet. */
const WORK_PER_THREAD = 2 ** 19;

/** Multiply-adds during which the calling thread would wait for others: what waking a thread that sleeps takes. */
const MOST_PATIENCE = 2 ** 25;

const numbers = new Map<string, number>(kernels.map((kernel, number) => [kernel.name, number]));

/** The backend that runs the C kernels of an engine; what does not exist in C runs as its reference. */
export function engineBackend(
  engine: Engine,
  { workPerThread = WORK_PER_THREAD, patient = false }: FastOptions,
): Backend {
  const { threads } = engine;
  const inC = kernels.map((_, number) => engine.implemented(number));
  const missing = kernels.filter((_, number) => !inC[number]).map(({ name }) => name);
  return {
    name: engine.name,
    description:
      `${engine.name} ${engine.build}, ${threads} thread${threads === 1 ? '' : 's'}` +
      (missing.length === 0 ? '' : ` (${missing.join(', ')}: plain TypeScript)`),
    threads,
    precision: 'float32',
    get memory() {
      return engine.memory;
    },
    get capacity() {
      return engine.memory.f.length;
    },
    grow: (elements) => engine.grow(elements),
    run(kernel, args) {
      const number = numbers.get(kernel.name);
      if (number === undefined || !inC[number]) return kernel.reference(engine.memory, args);
      const { command } = engine;
      const names = kernel.args;
      for (let j = 0; j < names.length; j++) command[j + 3] = args[names[j]];
      const work = threads === 1 ? 0 : kernel.work(args);
      command[0] = number;
      command[1] = Math.min(threads, 1 + Math.floor(work / workPerThread));
      command[2] = patient ? Number.MAX_SAFE_INTEGER : Math.min(work, MOST_PATIENCE) / engine.workPerLook;
      engine.run();
    },
    close: () => engine.close(),
  };
}
