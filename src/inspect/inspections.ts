import { attributions } from './attribution/attributions.ts';
import { describeAttributions } from './attribution/describeAttributions.ts';
import type { Finding } from './finding.ts';
import { describeGradient } from './gradient/describeGradient.ts';
import { gradientThroughTime } from './gradient/gradientThroughTime.ts';
import { verdictOf } from './gradient/verdict.ts';
import { describeMeaning } from './meaning/describeMeaning.ts';
import { meaningOf } from './meaning/meaningOf.ts';
import type { Subject } from './subject.ts';
import { describeUnits } from './units/describeUnits.ts';
import { describeShares } from './weights/describeShares.ts';
import { weightShares } from './weights/weightShares.ts';
import { gatesAndUnits } from './units/gatesAndUnits.ts';

/** What may be asked beside. */
export interface InspectionOptions {
  /** A pattern that units may follow, as text: see maskValues. `name`: what it is called in errors. */
  readonly mask?: { readonly name: string; readonly text: string };
}

/** Something to look for in a network. */
export interface Inspection {
  /** As `--only` and the JSON have it. */
  readonly name: string;
  /** What it looks for, for --help. */
  readonly about: string;
  run(subject: Subject, options: InspectionOptions): Finding;
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
  {
    name: 'inputs',
    about: 'which steps answers come from',
    run: (subject) => describeAttributions(attributions(subject), subject),
  },
  {
    name: 'meaning',
    about: 'units that follow something in a text, and places that leave one state',
    run: (subject, { mask }) => describeMeaning(meaningOf(subject, mask), subject),
  },
];
