import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { nearestNames } from '../../support/nearestNames.ts';
import type { Problem } from './problems/problem.ts';
import { problemNames, problems } from './problems/problems.ts';

/** Which problem: its sequences are made from counted random numbers, so there is nothing else to send or store. */
export interface MemoryData {
  readonly problem: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** The problem of a name. Throws `bad-argument` with the nearest one. */
export function problemOf(name: string): Problem {
  const [nearest = formatList(problemNames, 'or')] = nearestNames(name, problemNames, 1);
  return (
    problems.find((problem) => problem.name === name) ??
    fail('bad-argument', 'memory', `there is no problem ${name}`, `Did you mean ${nearest}?`)
  );
}

/** The data of one problem by its name. Throws `bad-argument`. */
export async function memoryData(
  platform: Pick<Platform, 'sha256'>,
  names: readonly string[],
): Promise<MemoryData> {
  const [name, ...others] = names;
  if (others.length > 0) {
    const what = `${names.length} problems are named: ${formatList(names, 'and')}`;
    fail('bad-argument', 'memory', what, 'Name one: a model learns one problem');
  }
  const { about } = problemOf(name);
  return {
    problem: name,
    sha256: await platform.sha256(new TextEncoder().encode(name)),
    notes: [`${name}: ${about}. Sequences are made anew at each step.`],
  };
}
