import { type CollectedStates, collectStates } from './collectedStates.ts';
import { maskValues, patternValues, type PatternValues } from './patternValues.ts';
import { textPatterns } from './textPatterns.ts';
import { type FollowingUnit, unitsFollowing } from './unitsFollowing.ts';
import type { Subject } from '../subject.ts';

/** Units that follow something. */
export interface FollowedPattern {
  readonly name: string;
  readonly about: string;
  readonly kind: 'binary' | 'number';
  /** Best first; empty where the pattern never changes in what was searched. */
  readonly units: readonly FollowingUnit[];
}

export interface Meaning {
  readonly collected: CollectedStates;
  readonly patterns: readonly FollowedPattern[];
}

/** Units that are given for a pattern. */
const BEST = 5;

/**
 * For each pattern the units that follow it best: those of texts, where the sequences are some, and a mask of the user's
 * own. Throws `bad-data` where the mask does not fit the data.
 */
export function meaningOf(
  subject: Subject,
  mask?: { readonly name: string; readonly text: string },
): Meaning {
  const collected = collectStates(subject);
  const follow = (
    { name, about, kind }: Omit<FollowedPattern, 'units'>,
    values: PatternValues,
  ): FollowedPattern => ({ name, about, kind, units: unitsFollowing(collected, values, kind, BEST) });
  const ofTexts = subject.separator === undefined ? [] : textPatterns;
  return {
    collected,
    patterns: [
      ...ofTexts.map((pattern) => follow(pattern, patternValues(subject, pattern.of))),
      ...(mask
        ? [
            follow(
              { name: 'mask', about: 'what the mask says', kind: 'binary' },
              maskValues(subject, mask.text, mask.name),
            ),
          ]
        : []),
    ],
  };
}
