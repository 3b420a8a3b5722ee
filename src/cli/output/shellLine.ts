/** An argument as it must be typed, so that a printed command line works when it is pasted. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line of these words. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
