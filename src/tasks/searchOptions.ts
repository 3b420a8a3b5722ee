import { fail } from '../support/errors.ts';
import type { Json } from '../support/json.ts';
import type { TaskOption } from './task.ts';

/** What a task calls that which it writes, and how wide a beam it searches with unless told. */
interface Writings {
  readonly one: string;
  readonly many: string;
  readonly beam: number;
}

/** The options of a search. */
export const searchOptions = ({ one, many, beam }: Writings): readonly TaskOption[] => [
  {
    name: 'beam',
    kind: 'count',
    help: `beginnings that the search keeps; 1: the likeliest symbol each time (${beam})`,
  },
  {
    name: 'lengthPenalty',
    kind: 'number',
    help: `how far a beam favours longer ${many}: 0 not at all (1)`,
  },
  { name: 'maxLength', kind: 'count', help: `symbols of a ${one} at most` },
  { name: 'noRepeat', kind: 'count', help: 'no N symbols in a row come twice' },
];

/** The options of drawing instead of searching. */
export const drawingOptions = ({ many }: Pick<Writings, 'many'>): readonly TaskOption[] => [
  { name: 'sample', kind: 'flag', help: `draw ${many} instead of searching` },
  { name: 'temperature', kind: 'number', help: 'of drawing: below 1 bolder, above 1 wilder (1)' },
  { name: 'topK', kind: 'count', help: 'draw from the N likeliest symbols only' },
  { name: 'topP', kind: 'fraction', help: 'draw from the likeliest symbols that have this share' },
  { name: 'seed', kind: 'count', least: 0, help: 'of drawing (1)' },
];

const searching = ['beam', 'best', 'lengthPenalty', 'groups', 'diversity', 'maxLength', 'noRepeat'] as const;

/** Those that say how symbols are drawn, and mean nothing where none are. */
export const drawing = ['temperature', 'topK', 'topP', 'seed'] as const;

type Numbers<Name extends string> = { readonly [Key in Name]?: number };

export type GivenSearch = Numbers<(typeof searching)[number]> & {
  readonly trace?: true;
  readonly sampling?: Numbers<(typeof drawing)[number]>;
};

/** Those that the command line gives. Throws `bad-argument`. */
export function givenSearch(given: Readonly<Record<string, Json>>): GivenSearch {
  const numbers = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = given[name];
        return typeof value === 'number' ? [[name, value] as const] : [];
      }),
    );
  const unused = drawing.find((name) => given[name] !== undefined);
  if (given.sample !== true && unused !== undefined) {
    const what = `${unused} is given, and nothing is drawn`;
    fail('bad-argument', 'predict', what, 'Give --sample too, or leave it out');
  }
  return {
    ...numbers(searching),
    ...(given.trace === true && { trace: true }),
    ...(given.sample === true && { sampling: numbers(drawing) }),
  };
}
