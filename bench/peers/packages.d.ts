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
}

declare module 'onnxruntime-web' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, shape: readonly number[]);
    readonly data: unknown;
  }
  export interface SessionOptions {
    readonly executionProviders: readonly string[];
    readonly graphOptimizationLevel: 'all';
  }
  export class InferenceSession {
    static create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession>;
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  }
  export const env: { readonly wasm: { numThreads?: number } };
}

declare module '@tensorflow/tfjs' {
  export interface Tensor {
    dataSync(): ArrayLike<number>;
  }
  export interface Layer {
    readonly trainableWeights: readonly { readonly name: string }[];
    apply(x: Tensor, options?: { readonly training?: boolean }): Tensor;
    setWeights(weights: readonly Tensor[]): void;
  }
  interface LayerOptions {
    readonly units: number;
    readonly returnSequences: boolean;
    readonly recurrentInitializer: 'zeros';
    readonly recurrentActivation?: 'sigmoid';
  }
  export const layers: {
    lstm(options: LayerOptions): Layer;
    simpleRNN(options: LayerOptions): Layer;
  };
  export function setBackend(name: 'cpu' | 'wasm'): Promise<boolean>;
  export function tensor1d(data: Float32Array): Tensor;
  export function tensor2d(data: Float32Array, shape: readonly number[]): Tensor;
  export function tensor3d(data: Float32Array, shape: readonly number[]): Tensor;
  export function sum(x: Tensor): Tensor;
  export function tidy<R>(body: () => R): R;
  export function dispose(tensors: object): void;
  /** Gradients of all variables, by their names. */
  export function variableGrads(loss: () => Tensor): {
    readonly value: Tensor;
    readonly grads: Readonly<Record<string, Tensor>>;
  };
}

declare module '@tensorflow/tfjs-backend-wasm' {
  export function setThreadsCount(threads: number): void;
  export function getThreadsCount(): number;
}

declare module '@jax-js/jax' {
  /** Every operation takes its operands over; `ref` is one more reference to the same. */
  export interface Array {
    readonly ref: Array;
    readonly shape: readonly number[];
    add(other: Array): Array;
    sub(other: Array): Array;
    mul(other: Array): Array;
    reshape(shape: readonly number[]): Array;
    data(): Promise<ArrayLike<number>>;
    dispose(): void;
  }
  export const numpy: {
    array(data: Float32Array): Array;
    zeros(shape: readonly number[]): Array;
    dot(x: Array, y: Array): Array;
    tanh(x: Array): Array;
    sum(x: Array): Array;
    split(x: Array, parts: number, axis: number): Array[];
    stack(parts: readonly Array[]): Array;
    unstack(x: Array): Array[];
  };
  export const nn: { sigmoid(x: Array): Array };
  export function jit<A extends unknown[], R>(body: (...args: A) => R): (...args: A) => R;
  /** The gradient with respect to the first argument. */
  export function grad<W, A extends unknown[]>(
    body: (weights: W, ...rest: A) => Array,
  ): (weights: W, ...rest: A) => W;
  export function init(...devices: string[]): Promise<string[]>;
  export function defaultDevice(device: string): void;
  export function blockUntilReady(results: unknown): Promise<unknown>;
}

declare module 'brain.js' {
  namespace brain {
    interface Matrix {
      weights: readonly number[];
    }
    interface Model {
      readonly hiddenLayers: readonly Record<string, Matrix>[];
      readonly outputConnector: Matrix;
      readonly output: Matrix;
    }
    interface TimeStepOptions {
      readonly inputSize: number;
      readonly hiddenLayers: readonly number[];
      readonly outputSize: number;
    }
    class LSTMTimeStep {
      constructor(options: TimeStepOptions);
      toJSON(): Model;
      fromJSON(model: Model): void;
      run(sequence: readonly (readonly number[])[]): Iterable<number>;
      train(
        sequences: readonly (readonly (readonly number[])[])[],
        options: { readonly iterations: number },
      ): object;
    }
    const recurrent: { readonly LSTMTimeStep: typeof LSTMTimeStep };
  }
  export default brain;
}
