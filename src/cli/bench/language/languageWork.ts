import { carriedStack } from '../../../nn/stack/carriedStack.ts';
import { stream, uniform } from '../../../support/random.ts';
import { languageModel } from '../../../tasks/generate/languageModel.ts';
import { packedSymbols } from '../../../tasks/generate/packedSymbols.ts';
import type { Context } from '../../../tensor/context.ts';
import { backward } from '../../../tensor/tape.ts';
import { clipByNorm } from '../../../train/clip.ts';
import { zeroGradients } from '../../../train/gradients.ts';
import { sgd } from '../../../train/optimizers/sgd.ts';
import { type ContestWork, numbersOf, setParameters } from '../contest/work.ts';
import type { Results } from '../network.ts';
import type { LanguageTask } from './languageTask.ts';

export const modelOf = (context: Context, { vocabulary, width, layers, dropout }: LanguageTask) =>
  languageModel(
    context,
    {
      symbols: vocabulary,
      embedding: width,
      cell: { cell: 'lstm' },
      hidden: width,
      layers,
      dropout,
    },
    1,
  );

/** The words of a text that has no sense, time-major: [chunks * steps + 1, batch]. */
export function textOf({ vocabulary, chunks, steps, batch }: LanguageTask): Int32Array {
  const key = stream(3);
  return Int32Array.from({ length: (chunks * steps + 1) * batch }, (_, k) =>
    Math.floor(vocabulary * uniform(key, k)),
  );
}

/**
 * Whole steps of training: forward, backward, clipping, update. `given`: the weights by name, and the words as
 * `tokens`. What comes out of these are the loss and the gradient's norm of the first step, and the loss and all
 * gradients after it.
 */
export function languageWork(context: Context, task: LanguageTask, given: Results): ContestWork {
  const { batch, steps, chunks, clip, rate } = task;
  const model = modelOf(context, task);
  const { parameters } = model;
  setParameters(parameters, given);
  const words = given.tokens ? Int32Array.from(given.tokens) : textOf(task);
  const optimizer = sgd(parameters);
  const carried = carriedStack(context, model.stack, batch);
  const size = batch * steps;
  let step = 0;

  function differentiate(): number {
    const at = (step % chunks) * size;
    zeroGradients(parameters);
    const value = context.step(() => {
      const next = context.tensor(words.subarray(at + batch, at + batch + size), [size], 'int32');
      const { loss, final } = model.loss(packedSymbols(context, words.subarray(at, at + size), batch), next, {
        initial: carried.state,
        pass: { training: true, seed: 1, step },
      });
      carried.keep(final);
      backward(loss);
      return loss.item();
    });
    step++;
    return value;
  }

  function run(): { loss: number; norm: number } {
    const loss = differentiate();
    const norm = clipByNorm(parameters, clip);
    optimizer.step(rate);
    return { loss, norm };
  }

  return {
    run,
    results() {
      if (!given.tokens) return {};
      const { loss, norm } = run();
      const output = Float32Array.of(loss, norm, differentiate());
      return { output: { shape: [3], data: output }, ...numbersOf(parameters, ({ gradient }) => gradient) };
    },
  };
}
