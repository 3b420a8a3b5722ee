import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readText } from '../file/readText.ts';
import type { BadLines } from './badLines.ts';
import type { TaggedSentence } from './taggedSentence.ts';

/** A folder with `seq.in` (tokens), `seq.out` (tags) and `label`, a line for each sentence; plain or `.gz`. */
export async function readParallel(
  platform: Platform,
  folder: string,
  bad: BadLines,
): Promise<TaggedSentence[]> {
  const { files } = platform;
  const read = async (name: string): Promise<string[]> => {
    const path = files.join(folder, name);
    const text = await readText(platform, (await files.exists(path)) ? path : `${path}.gz`);
    return text.trimEnd().split(/\r?\n/);
  };
  const [inputs, outputs, labels] = [await read('seq.in'), await read('seq.out'), await read('label')];
  if (inputs.length !== outputs.length || inputs.length !== labels.length) {
    const what = `seq.in has ${inputs.length} lines, seq.out ${outputs.length}, label ${labels.length}`;
    fail('bad-data', folder, what, 'Give a line for each sentence in all three');
  }
  const file = files.join(folder, 'seq.in');
  return inputs.flatMap((line, k) => {
    const tokens = line.trim().split(/\s+/);
    const tags = outputs[k].trim().split(/\s+/);
    if (tokens.length === tags.length && tokens[0] !== '')
      return [{ tokens, tags, label: labels[k].trim(), file, lines: [k + 1] }];
    bad.report(file, k + 1, `${tags.length} tags for ${tokens.length} tokens`, 'Give a tag for each token');
    return [];
  });
}
