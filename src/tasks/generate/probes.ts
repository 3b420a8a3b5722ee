import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { LanguageModel } from './languageModel.ts';
import { packedSymbols } from './packedSymbols.ts';

/** Symbols of a probe, how many probes, and how many scores of each are kept. */
const LENGTH = 24;
const PROBES = 3;
const SCORES = 32;

/** The scores of what follows `symbols`: the first few of them. */
export function probeModel(context: Context, model: LanguageModel, symbols: readonly number[]): number[] {
  return context.step(() =>
    noGradient(context, () => {
      const { logits } = model.run(packedSymbols(context, Int32Array.from(symbols), 1));
      const last = slice(logits, 0, symbols.length - 1, symbols.length);
      return Array.from(last.toArray().slice(0, SCORES));
    }),
  );
}

/** Stretches of the training text, as symbols, with the model's scores after each. */
export function probesOf(
  context: Context,
  model: LanguageModel,
  symbols: Int32Array,
): ModelManifest['probes'] {
  return Array.from({ length: PROBES }, (_, k) => {
    const from = Math.floor((k * Math.max(0, symbols.length - LENGTH)) / PROBES);
    const input = Array.from(symbols.slice(from, from + LENGTH));
    return { input, output: probeModel(context, model, input) };
  });
}
