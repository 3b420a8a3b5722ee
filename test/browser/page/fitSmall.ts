import { generate } from '../../../src/index.ts';

export interface SmallFit {
  readonly losses: readonly number[];
  /** Hash of the weights. */
  readonly weights: string;
  /** What the model goes on to write. */
  readonly text: string;
}

const text = 'she sells sea shells by the sea shore. '.repeat(60);

/** Trains a small language model by the task's own `fit`, on WebAssembly. */
export async function fitSmall(options: { worker: boolean; threads: number }): Promise<SmallFit> {
  const losses: number[] = [];
  const model = await generate.fit(text, {
    ...options,
    backend: 'wasm',
    hidden: 24,
    embedding: 8,
    context: 24,
    batch: 8,
    steps: 30,
    seed: 5,
    onLog: (event) => {
      if (event.type === 'step') losses.push(event.loss);
    },
  });
  const written = await model.generate({ length: 40, seed: 2 });
  model.close();
  return { losses, weights: model.manifest.files.weights.sha256, text: written };
}
