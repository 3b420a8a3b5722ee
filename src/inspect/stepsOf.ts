import type { Layout, Structure } from '../tensor/ragged/structure.ts';
import type { Answers } from './subject.ts';

/** Where the answers of a network that answers after every step are given, row by row of a layout. */
export const stepsOf = (structure: Structure, layout: Layout): Pick<Answers, 'sequences' | 'times'> => ({
  sequences: structure.owners(layout),
  times: structure.times(layout),
});
