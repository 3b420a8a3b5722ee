/** Something that a text has at each of its characters: whether it is there (0 or 1), or how much. */
export interface TextPattern {
  readonly name: string;
  readonly about: string;
  readonly kind: 'binary' | 'number';
  /** The value after each character. */
  of(characters: string): number[];
}

const scan = (step: (character: string, before: number, at: number) => number) => (characters: string) => {
  let value = 0;
  return Array.from({ length: characters.length }, (_, at) => (value = step(characters[at], value, at)));
};

/** How many blanks a line begins with, as far as it has been read. */
function indents(characters: string): number[] {
  let [count, isOpen] = [0, true];
  return Array.from({ length: characters.length }, (_, at) => {
    const character = characters[at];
    if (character === '\n') [count, isOpen] = [0, true];
    else if (isOpen && (character === ' ' || character === '\t')) count++;
    else isOpen = false;
    return count;
  });
}

/** Patterns that units of language models have been found to follow (Karpathy, Johnson & Fei-Fei, "Visualizing and understanding recurrent networks", 2015). */
export const textPatterns: readonly TextPattern[] = [
  {
    name: 'quotes',
    about: 'inside double quotes',
    kind: 'binary',
    // A quotation that nobody closed ends with the paragraph.
    of: (characters) =>
      scan((character, inside, at) => {
        if (character === '"') return 1 - inside;
        return character === '\n' && characters[at - 1] === '\n' ? 0 : inside;
      })(characters),
  },
  {
    name: 'brackets',
    about: 'depth of brackets',
    kind: 'number',
    of: scan((character, open) =>
      '([{'.includes(character) ? open + 1 : ')]}'.includes(character) ? Math.max(0, open - 1) : open,
    ),
  },
  {
    name: 'line',
    about: 'place in the line',
    kind: 'number',
    of: scan((character, before) => (character === '\n' ? 0 : before + 1)),
  },
  { name: 'indent', about: 'depth of indentation', kind: 'number', of: indents },
  {
    name: 'word',
    about: 'place in the word',
    kind: 'number',
    of: scan((character, before) => (/\p{L}/u.test(character) ? before + 1 : 0)),
  },
];
