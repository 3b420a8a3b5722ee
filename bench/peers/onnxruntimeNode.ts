import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Library } from './library.ts';
import { onnxLibrary } from './onnxLibrary.ts';
import { packageVersion } from './packageVersion.ts';

/** ONNX Runtime with its native CPU kernels. */
export async function open(threads: number): Promise<Library> {
  const options = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  } as const;
  return onnxLibrary(`ONNX Runtime ${packageVersion('onnxruntime-node')} (native)`, {
    session: (model) => InferenceSession.create(model, options),
    tensor: (data, shape) => new Tensor('float32', data, shape),
  });
}
