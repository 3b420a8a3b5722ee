/** Flags that may stand before the first operand: they take no value. */
const flags = ['--json', '--quiet', '--debug', '--resume', '--overwrite', '--help', '-h'];

/**
 * The first operand (a task, a model), on which it depends what options there are, and the other arguments. Undefined
 * where there is none, or where an option that may take a value stands before it.
 */
export function firstOperand(
  args: readonly string[],
): readonly [first: string | undefined, rest: readonly string[]] {
  const at = args.findIndex((arg) => !flags.includes(arg));
  if (at < 0 || args[at].startsWith('-')) return [undefined, args];
  return [args[at], args.toSpliced(at, 1)];
}
