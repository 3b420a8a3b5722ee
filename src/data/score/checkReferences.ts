import { fail } from '../../support/errors.ts';

/** Throws `bad-argument` unless there are answers, and for each of them a list of references that is not empty. */
export function checkReferences(
  where: string,
  given: readonly unknown[],
  references: readonly (readonly unknown[])[],
): void {
  if (given.length !== references.length) {
    const what = `${given.length} answers have ${references.length} lists of references`;
    fail('bad-argument', where, what, 'Give a list of references for every answer, in the same order.');
  }
  if (given.length === 0)
    fail('bad-argument', where, 'there are no answers', 'Give at least one with its references.');
  const without = references.findIndex((list) => list.length === 0);
  if (without >= 0) {
    fail(
      'bad-argument',
      where,
      `answer ${without} has no reference`,
      'Give every answer at least one, or leave it out.',
    );
  }
}
