/** A program in a process of its own, spoken to line by line. */
export interface HostProgram {
  /** A folder of its own, for files that go to and fro; it is removed with the program. */
  readonly folder: string;
  /** Writes a line to its standard input. */
  write(line: string): void;
  /** The next line of its standard output; undefined once it has ended. */
  read(): Promise<string | undefined>;
  /** How it ended, in words, with the last line that it wrote to standard error. Waits until it has. */
  readonly ending: Promise<string>;
  /** Takes the processors from it, wherever it is, until `resume`. Its memory stays. */
  pause(): void;
  resume(): void;
  /** The most main memory that it has held so far, in bytes; undefined where the system does not say. */
  peakMemory(): Promise<number | undefined>;
  /** Ends it, wherever it is. */
  end(): Promise<void>;
}

/** Starts other programs. */
export interface Programs {
  /** What runs the modules of this package: the path of Node. */
  readonly runtime: string;
  /** The path of a file, by its path from the package root. */
  path(resource: string): string;
  /** The arguments with which the runtime runs a module of this package, by its path from the folder of sources, without its extension. */
  module(path: string): readonly string[];
  /** Starts a program; one that does not exist ends at once, and `ending` says so. */
  start(
    command: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<HostProgram>;
}
