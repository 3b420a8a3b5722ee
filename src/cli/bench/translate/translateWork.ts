import { beamSearch } from '../../../nn/search/beamSearch.ts';
import type { Hypothesis } from '../../../nn/search/hypothesis.ts';
import { nextScores } from '../../../nn/decoder/nextScores.ts';
import { type TranslateModel, translateModel } from '../../../tasks/translate/translateModel.ts';
import type { Context } from '../../../tensor/context.ts';
import { backward, noGradient } from '../../../tensor/tape.ts';
import { clippingOf } from '../../../train/clip.ts';
import { gradientNorm } from '../../../train/gradientNorms.ts';
import { zeroGradients } from '../../../train/gradients.ts';
import { adam } from '../../../train/optimizers/adam.ts';
import { type ContestWork, numbersOf, setParameters } from '../contest/work.ts';
import type { Given, Results } from '../network.ts';
import { architectureOf, BEGIN, cut, END, sentencesOf, type TranslateTask } from './translateTask.ts';

export const modelOf = (context: Context, task: TranslateTask): TranslateModel =>
  translateModel(context, architectureOf(task), 1);

/** `given`: the weights by name, and the symbols of all sentences, one after another, as `sources` and `targets`. */
export function translateWork(context: Context, task: TranslateTask, given: Results): ContestWork {
  const model = modelOf(context, task);
  setParameters(model.parameters, given);
  const sentences = (side: 'sources' | 'targets', lengths: readonly number[], before: readonly number[]) => {
    const symbols = given[side]
      ? Int32Array.from(given[side])
      : sentencesOf(task, lengths, Number(side === 'targets'));
    return cut(symbols, lengths, before);
  };
  const sources = sentences('sources', task.sourceLengths, []);
  return task.work === 'search'
    ? searching(context, model, task, sources, given)
    : training(context, model, task, sources, sentences('targets', task.targetLengths, [BEGIN]), given);
}

/**
 * Whole steps of training: forward, backward, the norm of the gradient limited, Adam. What comes out are the loss of the
 * first step, the norm of its gradient and the loss of the second, and the gradients of the first.
 */
function training(
  context: Context,
  { parameters, loss: lossOf }: TranslateModel,
  { rate, clip }: TranslateTask,
  sources: readonly Int32Array[],
  targets: readonly Int32Array[],
  given: Results,
): ContestWork {
  const optimizer = adam(parameters);
  function run(): { readonly loss: number; readonly norm: number } {
    zeroGradients(parameters);
    return context.step(() => {
      const { loss } = lossOf({ sources, targets });
      backward(loss);
      const norm = gradientNorm(parameters);
      optimizer.step(rate, clippingOf({ norm: clip }, norm));
      return { loss: loss.item(), norm };
    });
  }
  return {
    run,
    results() {
      if (!given.targets) return {};
      const { loss, norm } = run();
      const gradients = numbersOf(parameters, ({ gradient }) => gradient);
      const data = Float32Array.of(loss, norm, run().loss);
      return { output: { shape: [3], data }, ...gradients };
    },
  };
}

/** The end is out of reach, where no weights are given: all translations are as long as their sources, whatever the weights are. */
const NEVER = -1000;

/**
 * Beam search of all sources together. What comes out are the scores of the best translations, and their symbols, as many
 * as the longest may have.
 */
function searching(
  context: Context,
  model: TranslateModel,
  { beam, lengthPenalty }: TranslateTask,
  sources: readonly Int32Array[],
  given: Results,
): ContestWork {
  if (!given.sources) {
    const bias = model.parameters['output.bias'];
    bias.set(Float32Array.from(bias.toArray()).fill(NEVER, END, END + 1));
  }
  const bounds = sources.map(({ length }) => length);
  const run = (): Hypothesis[] =>
    context.step(() =>
      noGradient(context, () => {
        const next = nextScores(context, model, sources, []);
        const writing = { count: sources.length, begin: BEGIN, end: END, bounds };
        return beamSearch(next, writing, { beam, lengthPenalty }).map(([first]) => first);
      }),
    );
  return {
    run,
    results(): Given {
      if (!given.sources) return {};
      const found = run();
      const longest = Math.max(...bounds);
      const symbols = new Float32Array(found.length * longest);
      found.forEach((hypothesis, k) => {
        symbols.set(hypothesis.symbols, k * longest);
      });
      return {
        output: { shape: [found.length], data: Float32Array.from(found, ({ score }) => score) },
        symbols: { shape: [found.length, longest], data: symbols },
      };
    },
  };
}
