import { cellNumber, numberRemedy } from '../../data/labelled/cellNumber.ts';
import { fail, UnrolledError } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { ReadingClassifier } from './classifier.ts';
import type { Classified } from './classified.ts';
import { symbolsOf } from './symbolsOf.ts';

/** The answer after a step: for machines and for people. */
export interface StreamedAnswer {
  readonly json: Json;
  readonly text: string;
}

/**
 * An answer for each step of the lines that come: a line holds the numbers of a step, or text. An empty line ends a
 * sequence. Throws `bad-data` with the line.
 */
export async function* streamLines(
  model: ReadingClassifier,
  lines: AsyncIterable<string>,
): AsyncGenerator<StreamedAnswer> {
  const { input } = model.stored.vocabulary;
  let stream = model.stream();
  let [number, sequence] = [0, 1];
  const answer = (given: Classified): StreamedAnswer => ({
    json: { sequence, step: stream.steps, ...(JSON.parse(JSON.stringify(given)) as Record<string, Json>) },
    text: [stream.steps, given.labels?.join(' ') ?? given.label, given.confidence.toFixed(3)].join('\t'),
  });
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() === '') {
        if (stream.steps === 0) continue;
        stream.close();
        stream = model.stream();
        sequence++;
        continue;
      }
      const steps =
        input.kind === 'text'
          ? symbolsOf(line, input.unit)
          : [numbersOf(line, `standard input, line ${number}`)];
      for (const step of steps) yield answer(atLine(number, () => stream.step(step)));
    }
  } finally {
    stream.close();
  }
}

function atLine<R>(line: number, make: () => R): R {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UnrolledError) || error.code !== 'bad-data') throw error;
    throw new UnrolledError(
      'bad-data',
      error.message.replace(/^stream: step \d+/, `standard input, line ${line}`),
    );
  }
}

/** The numbers of a line: separated by commas, semicolons, tabs or blanks, or a JSON list. */
function numbersOf(line: string, where: string): number[] {
  const plain = line.replace(/^\s*\[|\]\s*$/g, '').trim();
  return plain.split(/[,;\t]/.test(plain) ? /[,;\t]/ : / +/).map((cell) => {
    const value = cellNumber(cell.trim());
    return typeof value === 'number' ? value : fail('bad-data', where, value.fault, numberRemedy);
  });
}
