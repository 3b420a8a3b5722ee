import type { ModelManifest } from '../formats/model/manifest.ts';
import { fail } from '../support/errors.ts';

/** Throws `bad-model` for a model of another task, and for one of whose manifest `faultOf` says what is wrong. */
export function checkManifest(
  manifest: ModelManifest,
  task: string,
  faultOf: (stored: unknown) => string | undefined,
): void {
  if (manifest.task !== task) {
    const what = `the model is of the task ${manifest.task}`;
    fail('bad-model', task, what, `Give a model that \`unrolled train ${task}\` made.`);
  }
  const fault = faultOf(manifest);
  if (fault !== undefined)
    fail('bad-model', 'model.json', fault, 'Copy the whole folder again, or train it again.');
}
