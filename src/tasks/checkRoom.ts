import type { ModelManifest } from '../formats/model/manifest.ts';
import { fail } from '../support/errors.ts';

/**
 * Refuses an architecture that the file of weights has no room for, before memory is taken for it. `least`: numbers
 * that it has at least. Throws `bad-model`.
 */
export function checkRoom({ files }: ModelManifest, least: number): void {
  const { name, bytes } = files.weights ?? { name: 'no file', bytes: 0 };
  if (4 * least <= bytes) return;
  const what = `the architecture has ${least} weights at least, and ${name} with ${bytes} bytes has no room for them`;
  fail('bad-model', 'model.json', what, 'Copy the whole folder again, or train it again.');
}
