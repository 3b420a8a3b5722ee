import type { Json } from '../../support/json.ts';
import type { TaskOption } from '../../tasks/task.ts';

/** An option as the command line knows it: a task's, with what --help shows and what is allowed. */
export interface OptionSpec extends TaskOption {
  /** Values must be larger than this. */
  readonly above?: number;
  /** Values must be smaller than this. */
  readonly below?: number;
  /** What stands for the value in --help; by default from the kind. */
  readonly placeholder?: string;
  /** What holds without the option, in words or as the value. */
  readonly default?: string | number | boolean;
  /** It may stand without a value; then it is true. */
  readonly bare?: boolean;
  /** The heading that it stands under in --help. */
  readonly group?: string;
  /** Why it is not taken here, though it is elsewhere: --help leaves it out, and it is refused with these words. */
  readonly refused?: string | undefined;
}

/** Values by camelCase name: what was given, on the command line or in a file. */
export type Given = Readonly<Record<string, Json>>;

/** `maxMinutes` as `--max-minutes`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `N` for a count, `NAME` for a choice, nothing for a flag. */
export function placeholderOf(option: OptionSpec): string | undefined {
  if (option.placeholder !== undefined) return option.placeholder;
  const byKind = {
    count: 'N',
    number: 'X',
    fraction: 'SHARE',
    text: 'TEXT',
    list: 'A,B,...',
    choice: 'NAME',
  };
  return option.kind === 'flag' ? undefined : byKind[option.kind];
}
