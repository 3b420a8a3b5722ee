import { InferenceSession, Tensor, env } from 'onnxruntime-web';
import type { Library } from './library.ts';
import { onnxLibrary } from './onnxLibrary.ts';
import { packageVersion } from './packageVersion.ts';

/** ONNX Runtime as WebAssembly. */
export async function open(threads: number): Promise<Library> {
  env.wasm.numThreads = threads;
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const;
  return onnxLibrary(`ONNX Runtime ${packageVersion('onnxruntime-web')} (WebAssembly)`, {
    session: (model) => InferenceSession.create(model, options),
    tensor: (data, shape) => new Tensor('float32', data, shape),
  });
}
