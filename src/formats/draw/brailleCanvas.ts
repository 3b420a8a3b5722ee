/** The bits of a braille character's dots, by row (0..3) and column (0..1). */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** A grid of `width` by `height` characters with 2 by 4 dots in each. Dots outside are ignored. */
export interface BrailleCanvas {
  dot(x: number, y: number): void;
  /** A straight line between two dots; with `gap`, only every `gap`-th dot. */
  line(x0: number, y0: number, x1: number, y1: number, gap?: number): void;
  /** The character at a place, or undefined where there is no dot. */
  character(column: number, row: number): string | undefined;
}

export function brailleCanvas(width: number, height: number): BrailleCanvas {
  const cells = new Uint8Array(width * height);
  const dot = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= 2 * width || y >= 4 * height) return;
    cells[(y >> 2) * width + (x >> 1)] |= DOTS[y & 3][x & 1];
  };
  let drawn = 0;
  return {
    dot,
    line: (x0, y0, x1, y1, gap = 1) => {
      const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
      for (let i = 0; i < steps; i++) {
        if (drawn++ % gap === 0) {
          dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps));
        }
      }
      if (gap === 1) dot(x1, y1);
    },
    character: (column, row) => {
      const cell = cells[row * width + column];
      return cell === 0 ? undefined : String.fromCharCode(0x2800 + cell);
    },
  };
}
