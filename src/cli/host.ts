import type { Platform } from '../platform/platform.ts';
import type { TaskRegistry } from './tasks.ts';

/** What a command works with: the machine around it, and the tasks and commands it knows. Tests give their own. */
export interface Host {
  readonly platform: Platform;
  readonly tasks: TaskRegistry;
  readonly commands: readonly CommandEntry[];
}

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

/** Columns to write to: those of the terminal, else 80. */
export function columnsOf(host: Host): number {
  return Math.max(40, host.platform.process.terminalColumns ?? 80);
}

/** Writes one JSON object: the only thing that a command with --json writes to standard output. */
export function writeJson(host: Host, value: object): void {
  host.platform.process.out(`${JSON.stringify(value)}\n`);
}

/** Writes lines to standard output. */
export function writeLines(host: Host, ...lines: readonly string[]): void {
  host.platform.process.out(`${lines.join('\n')}\n`);
}
