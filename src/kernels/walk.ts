/**
 * Visits the positions of up to six axes, the last fastest. `strides` has, per array, the step in elements along
 * each axis; `visit` gets the element offset in each of them. For references only.
 */
export function walk(
  sizes: readonly number[],
  strides: readonly (readonly number[])[],
  visit: (offsets: readonly number[]) => void,
): void {
  const level = (axis: number, offsets: readonly number[]): void => {
    if (axis === sizes.length) {
      visit(offsets);
      return;
    }
    for (let j = 0; j < sizes[axis]; j++) {
      level(
        axis + 1,
        offsets.map((offset, k) => offset + j * strides[k][axis]),
      );
    }
  };
  level(
    0,
    strides.map(() => 0),
  );
}
