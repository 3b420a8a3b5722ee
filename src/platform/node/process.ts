import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { HostProcess } from '../platform.ts';
import { isSystemError } from './systemError.ts';

/** The process that this module runs in. */
export const hostProcess: HostProcess = {
  args: process.argv.slice(2),
  environment: (name) => process.env[name],
  get terminalColumns() {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },
  get inputIsTerminal() {
    return process.stdin.isTTY === true;
  },
  get errorIsTerminal() {
    return process.stderr.isTTY === true;
  },
  out: writer(process.stdout),
  error: writer(process.stderr),
  input: () => text(process.stdin),
  inputLines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
  setExitCode: (code) => {
    process.exitCode = code;
  },
  exit: (code) => process.exit(code),
  onInterrupt: (callback) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.on(signal, callback);
    return () => {
      for (const signal of signals) process.off(signal, callback);
    };
  },
};

/** Writes to a stream; when whoever reads it has gone (`unrolled ... | head`), the process ends without a trace. */
function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let listening = false;
  return (text) => {
    if (!listening) {
      listening = true;
      stream.on('error', (error) => {
        if (isSystemError(error, 'EPIPE')) process.exit();
        throw error;
      });
    }
    stream.write(text);
  };
}
