/** Float32 tensors by name. */
export type Tensors = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

/** What is to be done: one recurrent layer over a batch, in the words of the bench. */
export interface Task {
  readonly cell: 'lstm' | 'gru' | 'rnn';
  /** `train`: forward, then the gradients of all weights of the sum of all outputs; none of the input. */
  readonly work: 'forward' | 'train';
  readonly size: readonly [B: number, T: number, I: number, H: number];
  /** `x` [T, B, I], and the weights by PyTorch's names, in its layout and gate order. */
  readonly given: Tensors;
}

/** A library with a task set up in it. */
export type Prepared = {
  /** Does the work once, by the library's public interface. */
  run(): void | Promise<unknown>;
} & (
  | {
      /** Does it once and gives what comes out: `output` [T, B, H], and in training the gradients by their weights. */
      results(): Tensors | Promise<Tensors>;
    }
  | {
      /** What it does instead, where its public interface has no such work; it has seen to it that this is right. */
      readonly instead: string;
    }
);

/** One of the libraries that the bench measures beside Unrolled. */
export interface Library {
  /** As `ONNX Runtime 1.30.0`. */
  readonly about: string;
  /** How many threads it can have here, where that is limited. */
  readonly mostThreads?: number;
  /** Throws where it cannot do the task, saying why. */
  prepare(task: Task): Prepared | Promise<Prepared>;
}
