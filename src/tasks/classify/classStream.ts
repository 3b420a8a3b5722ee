import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Classes } from './classes.ts';
import { type Classified, classified } from './classified.ts';
import type { ClassifyModel } from './classifyModel.ts';
import type { Coding } from './coding.ts';
import type { Encoded } from './encoder.ts';
import type { Step } from './programSequences.ts';

/** One sequence on its way: the answer after each step. */
export interface ClassStream {
  /** Steps that were read. */
  readonly steps: number;
  /**
   * Takes what comes next: the numbers of a step, NaN or null where one is missing, or a piece of text. Gives the answer
   * for all that was read, the same bits as `classify` gives for that. Throws `bad-data`.
   */
  step(step: string | Step): Classified;
  /** Gives its memory back. */
  close(): void;
}

/** Begins a sequence. Throws `bad-argument` where the model needs whole sequences. */
export function classStream(
  context: Context,
  model: ClassifyModel,
  classes: Classes,
  { encode }: Coding,
): ClassStream {
  const { input } = classes;
  if (model.encoder.stream === undefined || input.kind === 'grid') {
    const ordered = input.kind === 'numbers' && input.order !== undefined;
    fail(
      'bad-argument',
      'stream',
      input.kind === 'grid'
        ? 'the model reads pictures'
        : `the model reads ${ordered ? 'steps in an order of its own' : 'from both ends'}`,
      input.kind === 'grid'
        ? 'Give it whole ones'
        : `Train one without ${ordered ? 'permute' : 'bidirectional'}`,
    );
  }
  const reading = model.encoder.stream();
  let steps = 0;
  const read = (content: Encoded): Classified => {
    steps++;
    const probabilities = context.step(() =>
      noGradient(context, () => model.probabilities(model.score(reading.step(content))).toArray()),
    );
    return classified(classes, probabilities);
  };
  return {
    get steps() {
      return steps;
    },
    step(given) {
      if (input.kind === 'text') {
        const symbols = typeof given === 'string' ? (encode(given) as Int32Array) : new Int32Array();
        if (symbols.length === 0)
          fail('bad-data', `stream: step ${steps + 1}`, 'there is no symbol in it', 'Give a piece of text');
        return Array.from(symbols, (symbol) => read(Int32Array.of(symbol))).at(-1) as Classified;
      }
      const values = typeof given === 'number' ? [given] : given;
      const names = formatList(input.channels, 'and');
      if (typeof values === 'string' || values.length !== input.channels.length) {
        const what = typeof values === 'string' ? 'it is a text' : `it has ${values.length} numbers`;
        fail('bad-data', `stream: step ${steps + 1}`, what, `Give ${input.channels.length}: ${names}`);
      }
      const numbers = Float64Array.from(values, (value) => value ?? Number.NaN);
      if (numbers.some((value) => Math.abs(value) === Infinity))
        fail('bad-data', `stream: step ${steps + 1}`, 'a number is infinite', 'Leave it out as null');
      return read(numbers);
    },
    close: () => reading.close(),
  };
}
