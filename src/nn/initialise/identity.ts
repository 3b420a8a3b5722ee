import type { Initialiser } from './initialiser.ts';

/** `scale` on the diagonal, 0 elsewhere: for ReLU networks (Le, Jaitly & Hinton, 2015). */
export const identity =
  (scale = 1): Initialiser =>
  (rows, columns) =>
    Float32Array.from({ length: rows * columns }, (_, at) =>
      Math.floor(at / columns) === at % columns ? scale : 0,
    );
