import {
  be,
  boolean,
  count,
  each,
  members,
  numbers,
  object,
  oneOf,
  optional,
  positive,
  strings,
} from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { cellNames } from '../../nn/stack/cellChoice.ts';
import { fail } from '../../support/errors.ts';
import { checkRoom } from '../checkRoom.ts';
import type { Classes } from './classes.ts';
import type { ClassifyArchitecture } from './classifyModel.ts';
import { poolings, units } from './options.ts';

/** What model.json says of a classifier. */
export interface StoredClassifier {
  readonly architecture: ClassifyArchitecture;
  readonly vocabulary: Classes;
}

const rate = be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1);

const checkForm = members({
  architecture: members({
    encoder: members({
      kind: oneOf(['recurrent']),
      cell: members({ cell: oneOf([...cellNames]) }),
      hidden: positive,
      layers: positive,
      bidirectional: boolean,
      pooling: oneOf([...poolings]),
      embedding: positive,
      dropout: rate,
    }),
    dropout: rate,
  }),
  vocabulary: members({
    labels: strings,
    counts: each('array', count),
    total: positive,
    usual: strings,
    multiLabel: boolean,
    input: members({ kind: oneOf(['text', 'numbers']) }),
    reading: object,
  }),
  probes: each('array', members({ input: each('array', be('number or null', isProbeValue)) })),
});

function isProbeValue(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

const checkInput = {
  text: members({ unit: oneOf([...units]), symbols: strings }),
  numbers: members({
    channels: strings,
    shift: numbers,
    scale: numbers,
    masked: boolean,
    order: optional(members({ seed: count, steps: positive })),
  }),
};

/** The classifier in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredClassifier {
  if (manifest.task !== 'classify') {
    const what = `the model is of the task ${manifest.task}`;
    fail('bad-model', 'classify', what, 'Give a model that `unrolled train classify` made.');
  }
  const stored: unknown = manifest;
  const fault = checkForm(stored, '') ?? faultOf((stored as StoredClassifier).vocabulary);
  if (fault !== undefined)
    fail('bad-model', 'model.json', fault, 'Copy the whole folder again, or train it again.');
  const { architecture, vocabulary } = stored as StoredClassifier;
  const { hidden, layers, embedding } = architecture.encoder;
  const symbols = vocabulary.input.kind === 'text' ? vocabulary.input.symbols.length : 0;
  checkRoom(manifest, symbols * embedding + layers * hidden ** 2);
  return { architecture, vocabulary };
}

function faultOf({ labels, counts, input }: Classes): string | undefined {
  const fault = checkInput[input.kind](input, 'vocabulary.input');
  if (fault !== undefined) return fault;
  const fits =
    labels.length > 1 &&
    counts.length === labels.length &&
    (input.kind === 'text'
      ? input.symbols.length > 0
      : input.channels.length > 0 &&
        input.shift.length === input.channels.length &&
        input.scale.length === input.channels.length);
  return fits ? undefined : 'the lists of its vocabulary do not fit together';
}
