/** A text beside a label, its lines one under the other: `label` is followed by blanks up to column `indent`. */
export function hang(label: string, indent: number, text: string, width: number): string[] {
  return wrap(text, width - indent).map((line, k) => `${(k === 0 ? label : '').padEnd(indent)}${line}`);
}

/** The words of a text in lines of at most `width` columns; longer words stand alone, `80 %` is one word. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+(?!%)/).filter((word) => word !== '')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}
