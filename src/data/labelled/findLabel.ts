import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';

/** Whether a name is one that columns of labels have. */
export const isLabelName = (name: string): boolean =>
  /^(label|labels|class|category|target|intent)$/i.test(name);

/**
 * The position of a column that `wanted` names or numbers (from 1, or negative from the end). Throws `bad-argument`
 * where there is none.
 */
export function findPosition(
  wanted: string,
  header: readonly string[] | undefined,
  width: number,
  option: string,
): number {
  const named = header?.indexOf(wanted) ?? -1;
  if (named >= 0) return named;
  const number = Number(wanted);
  const at = number < 0 ? width + number : number - 1;
  if (Number.isInteger(number) && at >= 0 && at < width) return at;
  const columns = header
    ? `the columns are ${formatList(header.slice(0, 12), 'and')}`
    : `the first row has ${width} columns and no header`;
  return fail('bad-argument', option, `there is no column ${wanted}; ${columns}`, 'Name one of them');
}

/**
 * The position of the column of labels: the one that `wanted` says, or that is called so, or the last one. -1 for none,
 * where labels may be lacking.
 */
export function findLabel(
  wanted: string | undefined,
  header: readonly string[] | undefined,
  width: number,
  unlabelled: boolean,
): number {
  if (wanted !== undefined) {
    if (unlabelled && header && !header.includes(wanted) && !Number.isInteger(Number(wanted))) return -1;
    return findPosition(wanted, header, width, '--label');
  }
  const named = header?.findIndex(isLabelName) ?? -1;
  return named >= 0 ? named : width - 1;
}
