import { fail } from '../../support/errors.ts';
import { checkSize, type GrayImage } from './grayImage.ts';

/** An array of bytes as the files of MNIST hold it: [60000, 28, 28] images, [60000] labels. */
export interface Idx {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** The content of an IDX file (LeCun, Cortes and Burges, 1998) of unsigned bytes. Throws `bad-data`, naming `where`. */
export function parseIdx(bytes: Uint8Array, where: string): Idx {
  const [zero, alsoZero, type, rank] = bytes;
  if (bytes.length < 4 || zero !== 0 || alsoZero !== 0)
    refuse(where, 'it does not begin with two zero bytes');
  if (type !== 8) refuse(where, `its elements are of type ${type}, not unsigned bytes (8)`);
  const start = 4 + 4 * rank;
  if (rank < 1 || bytes.length < start) refuse(where, `its header of ${rank} dimensions is cut short`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const shape = Array.from({ length: rank }, (_, k) => view.getUint32(4 + 4 * k));
  const size = shape.reduce((product, side) => product * side, 1);
  const found = bytes.length - start;
  if (found !== size) refuse(where, `its header says ${shape.join(' by ')}, and ${found} bytes follow`);
  return { shape, values: bytes.subarray(start) };
}

/** The pictures of an IDX file [count, height, width]. Throws `bad-data`, naming `where`. */
export function idxImages({ shape, values }: Idx, where: string): GrayImage[] {
  if (shape.length !== 3) refuse(where, `its shape is ${shape.join(' by ')}, not count, height and width`);
  const [count, height, width] = shape;
  checkSize(where, height, width);
  const size = height * width;
  return Array.from({ length: count }, (_, k) => {
    const pixels = new Float32Array(size);
    for (let j = 0; j < size; j++) pixels[j] = values[k * size + j] / 255;
    return { height, width, pixels };
  });
}

/** The labels of an IDX file [count]. Throws `bad-data`, naming `where`. */
export function idxLabels({ shape, values }: Idx, where: string): Uint8Array {
  if (shape.length !== 1) refuse(where, `its shape is ${shape.join(' by ')}, not one label for each picture`);
  return values;
}

const refuse = (where: string, what: string): never =>
  fail('bad-data', where, `no IDX file of bytes: ${what}`, 'Fetch the file again');
