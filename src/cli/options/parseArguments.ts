import { Command, CommanderError, Option } from 'commander';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import { columnsOf, type Host } from '../host.ts';
import { checkOption, parseOption } from './checkOption.ts';
import { didYouMean } from './didYouMean.ts';
import { flagOf, type Given, type OptionSpec, placeholderOf } from './optionSpec.ts';
import { readConfig } from './readConfig.ts';

/** What a command takes, and what its --help says. */
export interface CommandSpec {
  /** The words after `unrolled`, as `train forecast`. */
  readonly name: string;
  readonly description: string;
  readonly operands: readonly {
    readonly name: string;
    readonly help: string;
    /** `many` takes one or more. */
    readonly takes?: 'one' | 'optional' | 'many' | 'any';
  }[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  /** More of --help, after the options. */
  readonly notes?: readonly string[];
}

export interface Arguments {
  readonly operands: readonly string[];
  /** Only what was given: on the command line, else in the --config file. */
  readonly given: Given;
}

/**
 * Reads the arguments of a command, or prints its help where that is asked for and gives undefined. Throws
 * `unknown-option` with the nearest name, and `bad-argument` with what is allowed.
 */
export async function parseArguments(
  host: Host,
  spec: CommandSpec,
  args: readonly string[],
): Promise<Arguments | undefined> {
  const command = commanderOf(host, spec);
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    failUsage(error, spec);
  }
  const { debug: _, ...given }: Record<string, Json> = command.opts();
  const config = given.config;
  if (typeof config === 'string') {
    Object.assign(given, { ...(await readConfig(host.platform.files, config, spec.options)), ...given });
  }
  checkGiven(spec, given);
  return { operands: command.args, given };
}

/** Throws for what a command does not take (`unknown-option`) and for what it does not allow (`bad-argument`). */
export function checkGiven(spec: CommandSpec, given: Given): void {
  for (const option of spec.options) {
    const value = given[option.name];
    if (value === undefined || value === false) continue;
    const flag = flagOf(option.name);
    if (option.refused !== undefined) {
      fail('unknown-option', `unrolled ${spec.name}`, `it does not take ${flag}`, option.refused);
    }
    checkOption(option, value, flag);
  }
}

function commanderOf(host: Host, spec: CommandSpec): Command {
  const command = new Command(`unrolled ${spec.name}`)
    .description(spec.description)
    .exitOverride()
    .addHelpOption(new Option('-h, --help', 'show this help').helpGroup('Output:'))
    .configureHelp({ helpWidth: columnsOf(host), minWidthToWrap: 20 })
    .configureOutput({ writeOut: (text) => host.platform.process.out(text), writeErr: () => {} });
  for (const { name, help, takes = 'one' } of spec.operands) {
    const dots = takes === 'many' || takes === 'any' ? '...' : '';
    const required = takes === 'one' || takes === 'many';
    command.argument(required ? `<${name}${dots}>` : `[${name}${dots}]`, help);
  }
  for (const option of spec.options) addOption(command, option);
  command.addOption(new Option('--debug', 'show where in the program an error arose').hideHelp());
  const examples = spec.examples.map((example) => `  ${example}`).join('\n');
  command.addHelpText('after', `\n${spec.examples.length > 1 ? 'Examples' : 'Example'}:\n${examples}`);
  if (spec.notes !== undefined) command.addHelpText('after', `\n${spec.notes.join('\n')}`);
  return command;
}

function addOption(command: Command, spec: OptionSpec): void {
  const flag = flagOf(spec.name);
  const placeholder = placeholderOf(spec);
  const about = [
    ...(spec.kind === 'choice' ? [formatList(spec.choices ?? [], 'or')] : []),
    ...(spec.default === undefined ? [] : [`default: ${spec.default}`]),
  ];
  const shown = about.length === 0 ? spec.help : `${spec.help} (${about.join('; ')})`;
  const value = spec.bare ? `[${placeholder}]` : `<${placeholder}>`;
  const option = new Option(placeholder === undefined ? flag : `${flag} ${value}`, shown);
  if (spec.group !== undefined) option.helpGroup(spec.group);
  if (spec.refused !== undefined) option.hideHelp();
  if (spec.kind !== 'flag') option.argParser((text: string) => parseOption(spec, text, flag));
  command.addOption(option);
  // A flag that a configuration file sets can be taken back.
  if (spec.kind === 'flag') command.addOption(new Option(`--no-${flag.slice(2)}`).hideHelp());
}

/** Says in our words what commander found. */
function failUsage(error: CommanderError, spec: CommandSpec): never {
  const where = `unrolled ${spec.name}`;
  const help = `See ${where} --help.`;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      const taken = spec.options.filter(({ refused }) => refused === undefined);
      const remedy = didYouMean(quoted, ['--help', ...taken.map(({ name }) => flagOf(name))]);
      return fail(
        'unknown-option',
        where,
        `there is no option ${quoted}`,
        remedy.startsWith('There') ? help : remedy,
      );
    }
    case 'commander.missingArgument':
      return fail('bad-argument', where, `<${quoted}> is missing`, `Example: ${spec.examples[0]}`);
    case 'commander.optionMissingArgument':
      return fail('bad-argument', where, `${quoted} needs a value`, help);
    case 'commander.excessArguments':
      return fail('bad-argument', where, 'there are too many arguments', help);
    default:
      return fail('bad-argument', where, error.message.replace(/^error: /, ''), help);
  }
}
