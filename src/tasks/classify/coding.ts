import type { LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { encodeTokens, vocabularyFromJSON } from '../../data/text/vocabulary.ts';
import type { Classes } from './classes.ts';
import type { Encoded } from './encoder.ts';
import { symbolsOf } from './symbolsOf.ts';

/** Between what data says and the numbers of a model. */
export interface Coding {
  encode(content: LabelledSequence['content']): Encoded;
  /** Numbers of labels, -1 for one that is not known. */
  labels(names: readonly string[]): number[];
}

export function coding({ labels, input }: Classes): Coding {
  const ids = new Map(labels.map((label, k) => [label, k]));
  const vocabulary =
    input.kind === 'text' ? vocabularyFromJSON({ unit: 'token', symbols: input.symbols }) : undefined;
  return {
    encode(content) {
      if (vocabulary === undefined || input.kind !== 'text')
        return content as Exclude<typeof content, string>;
      return encodeTokens(vocabulary, symbolsOf(String(content), input.unit));
    },
    labels: (names) => names.map((name) => ids.get(name) ?? -1),
  };
}
