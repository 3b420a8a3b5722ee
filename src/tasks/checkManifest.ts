import type { ModelManifest } from '../formats/model/manifest.ts';
import { fail } from '../support/errors.ts';

/**
 * A manifest as its task stores it. `checkForm` says what is wrong with its form, `faultOf` with what is in a form that is
 * right. Throws `bad-model` for either, and for a model of another task.
 */
export function checkManifest<Stored>(
  manifest: ModelManifest,
  task: string,
  checkForm: (value: unknown, at: string) => string | undefined,
  faultOf?: (stored: Stored) => string | undefined,
): Stored {
  if (manifest.task !== task) {
    const what = `the model is of the task ${manifest.task}`;
    fail('bad-model', task, what, `Give a model that \`unrolled train ${task}\` made.`);
  }
  const stored = manifest as unknown as Stored;
  const fault = checkForm(stored, '') ?? faultOf?.(stored);
  if (fault !== undefined)
    fail('bad-model', 'model.json', fault, 'Copy the whole folder again, or train it again.');
  return stored;
}
