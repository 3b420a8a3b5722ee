// What the peers use of their packages, so that their types are checked where the packages are not installed too.

declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, shape: readonly number[]);
    readonly data: unknown;
  }
  export interface SessionOptions {
    readonly executionProviders: readonly string[];
    readonly intraOpNumThreads: number;
    readonly interOpNumThreads: number;
    readonly graphOptimizationLevel: 'all';
  }
  export class InferenceSession {
    static create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession>;
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  }
  export const env: { readonly versions: { readonly node?: string } };
}
