import type { Picture } from '../../data/labelled/picture.ts';
import type { Parameters } from '../../nn/parameters.ts';
import type { Pass } from '../../nn/pass.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What a model reads of a sequence: symbols [T], the numbers of its steps as the data has them, [T, C], or a picture. */
export type Encoded = Int32Array | Float64Array | Uint8Array | Picture;

/** Sequences, and their numbers in the data set, which key random masks. */
export interface Batch {
  readonly contents: readonly Encoded[];
  readonly ids?: readonly number[];
}

/** What makes one vector of each sequence: the part of a classifier before its output. */
export interface Encoder {
  readonly parameters: Parameters;
  /** R. */
  readonly outputSize: number;
  /** [B, R], in the order of the batch. */
  run(batch: Batch, pass: Pass): Tensor;
  /** Reads one sequence step by step; undefined where the vector needs the whole sequence. */
  readonly stream?: () => EncoderStream;
}

/** One sequence on its way; within `context.step`. */
export interface EncoderStream {
  /** Takes a step, a symbol or C numbers: the vector [1, R] of what was read so far, the same bits as of that sequence. */
  step(content: Encoded): Tensor;
  close(): void;
}
