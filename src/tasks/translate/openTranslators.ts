import type { StoredModel } from '../../formats/model/manifest.ts';
import { attends } from '../../nn/decoder/decoder.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import type { Engine } from '../task.ts';
import { codingOf } from './coding.ts';
import type { Opened } from './opened.ts';
import { checkStored } from './storedTranslator.ts';
import { translateModel } from './translateModel.ts';

/** Opens stored translators to work together. Throws `bad-model`, `no-backend`, `bad-argument` where their languages differ. */
export async function openTranslators(
  stored: readonly [StoredModel, ...StoredModel[]],
  engine: Engine,
): Promise<Opened> {
  const parts = stored.map(({ manifest }) => checkStored(manifest));
  const [{ languages }] = parts;
  const symbols = parts.map(({ architecture: { pointer = false }, languages: { source, target } }) =>
    JSON.stringify([pointer, source, target]),
  );
  const codings = parts.map(codingOf);
  const other = symbols.findIndex((own) => own !== symbols[0]);
  if (other > 0) {
    const what = `model ${other + 1} has other symbols than the first, or one of them points to its source`;
    const remedy =
      'Give models of one vocabulary: trained on the same data, or each from the other with --from';
    fail('bad-argument', 'translate', what, remedy);
  }
  const context = await openContext(engine);
  const models = closeOnError(context, () =>
    stored.map(({ manifest, blobs }, k) => {
      const made = translateModel(context, parts[k].architecture, manifest.seed);
      loadWeights(made.parameters, blobs.weights, manifest.files.weights.name);
      return made;
    }),
  );
  return {
    context,
    models,
    attends:
      parts.every(({ architecture }) => attends(architecture.conditioning)) &&
      codings.every(({ joined }) => joined === codings[0].joined),
    languages,
    coding: codings[0],
  };
}
