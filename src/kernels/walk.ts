/**
 * Visits the positions of some axes, the last fastest. `strides` has, per array, the step in elements along each axis;
 * `visit` gets the element offset in each of them, in a list that is reused. For references only.
 */
export function walk(
  sizes: readonly number[],
  strides: readonly (readonly number[])[],
  visit: (offsets: readonly number[]) => void,
): void {
  const offsets = strides.map(() => 0);
  const move = (axis: number, steps: number): void => {
    for (let k = 0; k < offsets.length; k++) offsets[k] += steps * strides[k][axis];
  };
  const level = (axis: number): void => {
    if (axis === sizes.length) {
      visit(offsets);
      return;
    }
    for (let j = 0; j < sizes[axis]; j++) {
      level(axis + 1);
      move(axis, 1);
    }
    move(axis, -sizes[axis]);
  };
  level(0);
}
