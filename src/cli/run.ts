import { fail, UnrolledError } from '../support/errors.ts';
import { version } from '../support/version.ts';
import { type CommandEntry, type Host, writeJson, writeLines } from './host.ts';
import { Interrupted } from './interrupt.ts';
import { didYouMean } from './options/didYouMean.ts';

/**
 * Runs a command line and gives its exit code: 0 done, 1 failed, 2 bad arguments or input, 130 interrupted. Errors
 * are one or two plain lines on standard error; with --json, `{"error": {code, message}}` on standard output.
 */
export async function run(args: readonly string[], host: Host): Promise<number> {
  if (args[0] === '--version') {
    writeLines(host, version);
    return 0;
  }
  try {
    const entry = find(host.commands, args[0] ?? 'help');
    const { command } = await entry.load();
    return await command.run(args.slice(1), host);
  } catch (error) {
    return report(error, args, host);
  }
}

function find(known: readonly CommandEntry[], name: string): CommandEntry {
  const asked = name === '--help' || name === '-h' ? 'help' : name;
  const entry = known.find((entry) => entry.name === asked);
  if (entry !== undefined) return entry;
  const remedy = didYouMean(
    name,
    known.map((entry) => entry.name),
  );
  const what = name.startsWith('-') ? 'options come after the command' : 'there is no such command';
  return fail(
    'unknown-option',
    `unrolled ${name}`,
    what,
    name.startsWith('-') ? 'See unrolled help.' : remedy,
  );
}

function report(error: unknown, args: readonly string[], host: Host): number {
  const { code, message, exitCode, isDefect } = describe(error);
  const output = host.platform.process;
  if (args.includes('--json')) writeJson(host, { error: { code, message } });
  output.error(exitCode === 130 ? `${message}\n` : `error: ${message}\n`);
  const wantsStack = isDefect || args.includes('--debug');
  if (wantsStack && error instanceof Error) output.error(`${stackOf(error)}\n`);
  return exitCode;
}

function describe(error: unknown): { code: string; message: string; exitCode: number; isDefect: boolean } {
  if (error instanceof Interrupted) {
    return { code: 'interrupted', message: error.message, exitCode: 130, isDefect: false };
  }
  if (error instanceof UnrolledError && error.code !== 'internal') {
    return { code: error.code, message: error.message, exitCode: error.exitCode, isDefect: false };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && /allocation failed|array length/i.test(reason)) {
    const message = 'there is not enough memory for that. Use fewer units, smaller batches or less data.';
    return { code: 'out-of-memory', message, exitCode: 1, isDefect: false };
  }
  const message = `this is a defect of Unrolled: ${reason}\nPlease report it with the lines below.`;
  return { code: 'internal', message, exitCode: 1, isDefect: true };
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
