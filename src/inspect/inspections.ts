import type { Finding } from './finding.ts';
import { describeGradient } from './gradient/describeGradient.ts';
import { gradientThroughTime } from './gradient/gradientThroughTime.ts';
import { verdictOf } from './gradient/verdict.ts';
import type { Subject } from './subject.ts';
import { describeUnits } from './units/describeUnits.ts';
import { describeShares } from './weights/describeShares.ts';
import { weightShares } from './weights/weightShares.ts';
import { gatesAndUnits } from './units/gatesAndUnits.ts';

/** Something to look for in a network. */
export interface Inspection {
  /** As `--only` and the JSON have it. */
  readonly name: string;
  /** What it looks for, for --help. */
  readonly about: string;
  run(subject: Subject): Finding;
}

/** What is looked for, in the order in which it is shown. */
export const inspections: readonly Inspection[] = [
  {
    name: 'gradient',
    about: 'how far the gradient reaches back',
    run(subject) {
      const found = gradientThroughTime(subject);
      const { options } = subject;
      return describeGradient(
        found,
        verdictOf(found, (name) => options?.includes(name) ?? true),
      );
    },
  },
  {
    name: 'units',
    about: 'what gates and units do',
    run: (subject) => describeUnits(gatesAndUnits(subject)),
  },
  {
    name: 'weights',
    about: 'what each step adds to the gradient of a shared weight',
    run: (subject) => describeShares(weightShares(subject)),
  },
];
