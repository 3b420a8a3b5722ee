import type { FeatureSequence } from '../../data/transcript/featureSequence.ts';
import { varyColumns } from '../../data/transcript/varyColumns.ts';
import type { Pass } from '../../nn/pass.ts';
import { fail } from '../../support/errors.ts';
import { stream } from '../../support/random.ts';
import type { TranscribeData } from './data.ts';
import type { CompleteOptions } from './options.ts';

/** The place of variation among those of a network that draw random numbers. */
const VARIATION = 2;

/** Gives the sequences of training, pictures varied as the options say, anew at each step. Throws `bad-argument`. */
export function variedSequences(
  { sequences, input }: Pick<TranscribeData, 'sequences' | 'input'>,
  { jitter, slant, stretch }: Pick<CompleteOptions, 'jitter' | 'slant' | 'stretch'>,
): (id: number, pass: Pass) => Pick<FeatureSequence, 'features' | 'width'> {
  const name = Object.entries({ jitter, slant, stretch }).find(([, most]) => most > 0)?.[0];
  if (name === undefined) return (id) => sequences[id];
  if (input !== 'image')
    fail('bad-argument', 'transcribe', `${name} is given, and there are no pictures`, 'Leave it out');
  return (id, { seed, step }) => {
    const { features, width } = sequences[id];
    const place = stream(seed, step, VARIATION, id);
    return { features: varyColumns(features, width, { jitter, slant, stretch }, place), width };
  };
}
