import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { asRead, type Example } from './asRead.ts';
import { transcribeData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { TranscribeOptions } from './options.ts';
import { checkStored } from './storedTranscriber.ts';
import { type Transcriber, transcriber } from './transcriber.ts';

export type { GrayImage } from '../../data/image/grayImage.ts';
export { parseImage } from '../../data/image/parseImage.ts';
export type { Example, Sequence } from './asRead.ts';
export type { TranscribeOptions } from './options.ts';
export type { TracedLabel, Transcriber, Transcript, TranscriptOptions } from './transcriber.ts';

/** What only the command line's files need. */
type OfFiles = 'labels' | 'id' | 'validFile';

/**
 * Trains a transcriber on sequences or pictures and their transcripts; a tenth is held out to validate on, unless `valid`
 * or `validFraction` says otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  examples: readonly Example[],
  options: Omit<TranscribeOptions, OfFiles> & FitOptions & { readonly valid?: readonly Example[] } = {},
): Promise<Transcriber> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const known = given.from && checkStored(given.from.manifest);
  const shape = { width: known?.architecture.width ?? given.height };
  const sequences = asRead(examples, shape);
  const data = await transcribeData(
    platform,
    {
      sequences,
      ...(valid && { valid: asRead(valid, { width: sequences[0]?.width }) }),
      input: examples.some((example) => 'image' in example) ? 'image' : 'numbers',
      columns: [],
      name: 'sequences',
    },
    given,
    { ...(known && { known }) },
  );
  return transcriber(await fitTask('transcribe', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Transcriber> {
  return transcriber(model, engine);
}
