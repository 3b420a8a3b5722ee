import type { Host } from './host.ts';

/** A command of the command line; one file in `commands/` each. */
export interface CliCommand {
  /** Gives the exit code. What goes wrong is thrown, as an UnrolledError where it is the user's to mend. */
  run(args: readonly string[], host: Host): Promise<number>;
}

/** What is known of a command before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly operands: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: CliCommand }>;
}
