import type { NativeHost } from './native.ts';
import type { PoolTask, PoolWorker } from './poolWorker.ts';
import type { HostWorker, Port } from './port.ts';
import type { Programs } from './program.ts';
import type { AnswerPath, WebServer } from './webServer.ts';

/**
 * What differs between Node and a browser, and nothing else. `#platform` resolves to the implementation of the
 * host: `platform/node` or `platform/browser`. Paths are strings; in a browser there is no file system and the
 * file functions throw `file-missing` with a remedy.
 */
export interface Platform {
  readonly name: 'node' | 'browser';
  readonly files: Files;
  readonly process: HostProcess;
  /** Logical processors. */
  readonly processors: number;
  readonly machine: Machine;
  /** A monotonic clock in milliseconds. */
  now(): number;
  /** The bytes of a resource of the package itself, by its path from the package root, as `wasm/plain.wasm`. */
  resource(path: string): Promise<Uint8Array<ArrayBuffer>>;
  gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /**
   * Starts a thread of a WebAssembly pool and waits until it is ready.
   * @internal as the next one: their types would want the library "dom" of whoever checks our declarations.
   */
  startPoolWorker(task: PoolTask): Promise<PoolWorker>;
  /**
   * Starts a thread on a module of the package: Node by `module`, its path from the folder of sources, without its
   * extension; a browser by `make`, which spells out the expression that bundlers look for.
   * @internal
   */
  startWorker<Sent, Received>(module: string, make: () => Worker): HostWorker<Sent, Received>;
  /** In such a thread: the channel to the one that started it. */
  parentPort<Sent, Received>(): Port<Sent, Received>;
  /** The native addon; a browser has none. */
  readonly native: NativeHost | undefined;
  /** Other programs; a browser has none. */
  readonly programs: Programs | undefined;
  /** Starts a web server that only this machine reaches; port 0 takes a free one. A browser has none. Throws `bad-argument`. */
  readonly serve: ((port: number, answer: AnswerPath) => Promise<WebServer>) | undefined;
}

/** The machine in words, for people; a browser tells little. */
export interface Machine {
  /** As `Linux 6.1.0 x64`. */
  readonly system: string;
  /** The processor's name. */
  readonly processor: string;
  /** Bytes of main memory, where it is known. */
  readonly memory: number | undefined;
  /** As `Node 24.1.0`. */
  readonly runtime: string;
}

export interface Files {
  /** Throws `file-missing` where there is no such file, naming it. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Writes to a temporary name beside `path` and renames: the old file or the whole new one, never a half. Throws `file-write`. */
  write(path: string, content: Uint8Array | string): Promise<void>;
  append(path: string, text: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  isFolder(path: string): Promise<boolean>;
  list(folder: string): Promise<string[]>;
  makeFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Joins and normalises. */
  join(...parts: string[]): string;
  /** The last part of a path. */
  baseName(path: string): string;
}

/** The process around a command; a browser has none and gives empty values. */
export interface HostProcess {
  readonly args: readonly string[];
  environment(name: string): string | undefined;
  /** Width in columns if standard output is a terminal, else undefined. */
  readonly terminalColumns: number | undefined;
  /** True if standard input is a terminal: somebody types. */
  readonly inputIsTerminal: boolean;
  /** True if standard error is a terminal (progress lines are drawn there). */
  readonly errorIsTerminal: boolean;
  out(text: string): void;
  error(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** Standard input line by line. */
  inputLines(): AsyncIterable<string>;
  setExitCode(code: number): void;
  exit(code: number): never;
  /** Calls back on SIGINT and SIGTERM; gives a function that stops listening. */
  onInterrupt(callback: () => void): () => void;
}
