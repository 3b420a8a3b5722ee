import process from 'node:process';

/** Node's own arguments for a thread: those of this process, but for the kind of a program given on the command line. */
export const workerArguments = (): string[] =>
  process.execArgv.filter((argument) => !argument.startsWith('--input-type'));
