import type { Library } from './library.ts';
import { onnxModel } from './onnxModel.ts';

/** What the two builds of ONNX Runtime have alike. */
export interface Runtime<T> {
  session(model: Uint8Array): Promise<{
    run(feeds: Record<string, T>): Promise<Record<string, { readonly data: unknown }>>;
  }>;
  tensor(data: Float32Array, shape: readonly number[]): T;
}

/** ONNX Runtime: one node of its recurrent operators, the weights constants of the model. It does not train. */
export function onnxLibrary<T>(about: string, runtime: Runtime<T>): Library {
  return {
    about,
    async prepare({ cell, work, size, given }) {
      if (work === 'train') throw new Error('it has no training');
      const [B, T, , H] = size;
      const session = await runtime.session(onnxModel(cell, size, given));
      const feeds = { X: runtime.tensor(given.x.data, given.x.shape) };
      return {
        run: () => session.run(feeds),
        async results() {
          const { Y } = await session.run(feeds);
          if (!(Y.data instanceof Float32Array)) throw new Error('its output is not float32');
          return { output: { shape: [T, B, H], data: Y.data } };
        },
      };
    },
  };
}
