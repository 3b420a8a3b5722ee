import { fail } from '../../support/errors.ts';
import type { HostProcess } from '../platform.ts';

/** A page has no process: no arguments, no input, and output goes to the console. */
export const hostProcess: HostProcess = {
  args: [],
  environment: () => undefined,
  terminalColumns: undefined,
  inputIsTerminal: false,
  errorIsTerminal: false,
  out: (text) => console.log(text.replace(/\n$/, '')),
  error: (text) => console.error(text.replace(/\n$/, '')),
  input: async () => '',
  inputLines: async function* () {},
  setExitCode: () => {},
  exit: (code) => fail('internal', 'exit', `a page cannot exit (code ${code})`, 'Please report this.'),
  onInterrupt: () => () => {},
};
