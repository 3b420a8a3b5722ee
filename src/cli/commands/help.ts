import { fail } from '../../support/errors.ts';
import { version } from '../../support/version.ts';
import { type CliCommand, writeLines } from '../host.ts';
import { didYouMean } from '../options/didYouMean.ts';
import { drawTasks } from '../output/drawTasks.ts';
import { inColumns } from '../output/inColumns.ts';

/** `help [command]`: all commands, or one. */
export const command: CliCommand = {
  async run(args, host) {
    const { commands } = host;
    const [name, ...rest] = args.filter((arg) => !arg.startsWith('-'));
    if (name !== undefined) {
      const entry = commands.find((entry) => entry.name === name);
      if (entry === undefined) {
        const names = commands.map((entry) => entry.name);
        fail('unknown-option', `unrolled help ${name}`, 'there is no such command', didYouMean(name, names));
      }
      if (entry.name !== 'help') return await (await entry.load()).command.run([...rest, '--help'], host);
    }
    writeLines(
      host,
      `unrolled ${version}: recurrent networks, trained where your data is`,
      '',
      'Usage: unrolled <command> [arguments] [options]',
      '',
      'Commands:',
      ...inColumns(commands.map(({ name, operands, summary }) => [`${name} ${operands}`, summary])),
      '',
      ...(await drawTasks(host)),
      '',
      'Each command has --help with an example. Commands that answer have --json.',
      'Exit codes: 0 done, 1 failed, 2 bad arguments or input, 130 interrupted after a checkpoint.',
    );
    return 0;
  },
};
