import { fail } from '../../support/errors.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { CommandSpec } from '../options/parseArguments.ts';
import type { Given, OptionSpec } from '../options/optionSpec.ts';
import {
  engineOptions,
  folderOptions,
  jsonOption,
  quietOption,
  trainingOptions,
} from '../options/trainingOptions.ts';
import type { AnyTask } from '../tasks.ts';

const data = { name: 'data', help: 'data files, or folders of them', takes: 'many' } as const;
const output = [...engineOptions, jsonOption, quietOption];

/** What `train <task>` takes: the task's own options first. */
export function trainSpec(task: AnyTask): CommandSpec {
  const own = task.options.map((option): OptionSpec => ({ ...option, group: `Of ${task.name}:` }));
  const common = trainingOptions.map(
    (option): OptionSpec => ({
      ...option,
      refused: task.refuses?.[option.name],
      ...(option.name === 'cell' && task.cells && { choices: task.cells }),
    }),
  );
  const folders = folderOptions.map((option) =>
    option.name === 'out' ? { ...option, default: defaultFolder(task) } : option,
  );
  return {
    name: `train ${task.name}`,
    description: sentence(task.summary),
    operands: [{ ...data, ...task.data }],
    options: [...withDefaults(task, own), ...withDefaults(task, common), ...folders, ...output],
    examples: [task.example],
  };
}

/** What `train` takes whatever the task is. */
export const anyTrainSpec: CommandSpec = {
  name: 'train',
  description: 'Trains a model on your data, scores it beside trivial baselines and writes it to a folder.',
  operands: [{ name: 'task', help: 'what to train' }, data],
  options: [...trainingOptions, ...folderOptions, ...output],
  examples: ['npx unrolled train forecast sales.csv'],
};

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Where a model goes if nothing is said. */
export function defaultFolder(task: AnyTask): string {
  return `unrolled-${task.name}`;
}

function withDefaults({ defaults = {} }: AnyTask, options: readonly OptionSpec[]): OptionSpec[] {
  return options.map((option) => {
    const standing = defaults[option.name] ?? (option.name === 'valid' ? defaults.validFraction : undefined);
    return standing === undefined ? option : { ...option, default: standing };
  });
}

/** The options that decide the numbers, as a task takes them, from all that were given. Throws `bad-argument`. */
export function trainingOptionsOf(task: AnyTask, given: Given): TrainingOptions {
  const names = new Set([...task.options, ...trainingOptions].map(({ name }) => name));
  const { valid, ...options } = Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
  return { ...options, ...validation(valid) };
}

/** `--valid`: what reads as a number is a share, all else is a file. */
function validation(valid: unknown): TrainingOptions {
  if (typeof valid !== 'string') return {};
  const share = Number(valid);
  if (Number.isNaN(share)) return { validFile: valid };
  if (share >= 0 && share < 1) return { validFraction: share };
  return fail(
    'bad-argument',
    '--valid',
    `${valid} is not a share`,
    'Give a number from 0 up to 1 (0.1 is a tenth), or a file.',
  );
}
