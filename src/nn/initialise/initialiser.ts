import type { Stream } from '../../support/random.ts';

/**
 * Makes the values of a weight matrix [rows, columns], rows = outputs ("fan out"), columns = inputs ("fan in"), from
 * a stream of random numbers. A recurrent weight of several gates is initialised gate by gate.
 */
export type Initialiser = (rows: number, columns: number, stream: Stream) => Float32Array;
