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
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import type { Classes } from './classes.ts';
import type { ClassifyArchitecture } from './classifyModel.ts';
import { gridLayers, gridPoolings, poolings, units } from './options.ts';

/** What model.json says of a classifier. */
export interface StoredClassifier {
  readonly architecture: ClassifyArchitecture;
  readonly vocabulary: Classes;
}

const rate = be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1);

const checkForm = members({
  architecture: members({
    encoder: members({ kind: oneOf(['recurrent', 'grid']) }),
    dropout: rate,
  }),
  vocabulary: members({
    labels: strings,
    counts: each('array', count),
    total: positive,
    usual: strings,
    multiLabel: boolean,
    input: members({ kind: oneOf(['text', 'numbers', 'grid']) }),
    reading: object,
  }),
  probes: each('array', members({ input: each('array', be('number or null', isProbeValue)) })),
});

function isProbeValue(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

const checkEncoder = {
  recurrent: members({
    cell: members({ cell: oneOf([...cellNames]) }),
    hidden: positive,
    layers: positive,
    bidirectional: boolean,
    pooling: oneOf([...poolings]),
    embedding: positive,
    dropout: rate,
  }),
  grid: members({
    choice: members({ layer: oneOf([...gridLayers]) }),
    hidden: positive,
    layers: positive,
    block: positive,
    pooling: oneOf([...gridPoolings]),
    jitter: count,
  }),
};

const checkInput = {
  grid: members({
    shift: be('number', Number.isFinite),
    scale: be('number above 0', (value) => Number(value) > 0),
  }),
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
  const { architecture, vocabulary } = checkManifest<StoredClassifier>(
    manifest,
    'classify',
    checkForm,
    faultOf,
  );
  const { encoder } = architecture;
  const vectors =
    vocabulary.input.kind === 'text' && encoder.kind === 'recurrent'
      ? vocabulary.input.symbols.length * encoder.embedding
      : 0;
  checkRoom(manifest, vectors + encoder.layers * encoder.hidden ** 2);
  return { architecture, vocabulary };
}

function faultOf({
  architecture: { encoder },
  vocabulary: { labels, counts, input },
}: StoredClassifier): string | undefined {
  const fault =
    checkEncoder[encoder.kind](encoder, 'architecture.encoder') ??
    checkInput[input.kind](input, 'vocabulary.input');
  if (fault !== undefined) return fault;
  const fits =
    labels.length > 1 &&
    counts.length === labels.length &&
    (input.kind === 'grid') === (encoder.kind === 'grid') &&
    (input.kind === 'grid' ||
      (input.kind === 'text'
        ? input.symbols.length > 0
        : input.channels.length > 0 &&
          input.shift.length === input.channels.length &&
          input.scale.length === input.channels.length));
  return fits ? undefined : 'the lists of its vocabulary do not fit together';
}
