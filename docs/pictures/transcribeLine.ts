import { stream, transcribe, uniform } from '../../src/index.ts';
import { alignmentPicture } from '../../src/tasks/transcribe/alignmentPicture.ts';
import { imageColumns } from '../../src/data/transcript/featureSequence.ts';

/** Five rows of three pixels for each digit, as octal numbers. */
const digits = ['75557', '26227', '71747', '71717', '55711', '74717', '74757', '71222', '75757', '75717'];
const [HEIGHT, SCALE] = [10, 2];

/** A picture of a line of digits, each drawn 2 to 4 times as wide as its pixels, dark on light, with noise. */
function line(key: number, least: number): { image: transcribe.GrayImage; text: string } {
  let draws = 0;
  const draw = (): number => uniform(stream(key), draws++);
  const text = Array.from({ length: least + Math.floor(4 * draw()) }, () => Math.floor(10 * draw())).join('');
  const columns = Array.from(text).flatMap((digit) => {
    const rows = Array.from(digits[Number(digit)], Number);
    const [wide, gap] = [2 + Math.floor(3 * draw()), 1 + Math.floor(4 * draw())];
    return [4, 2, 1, 0].flatMap((bit) =>
      Array.from({ length: bit === 0 ? gap : wide }, () => rows.map((row) => (row & bit ? 0.2 : 0.85))),
    );
  });
  const width = columns.length;
  const pixels = Float32Array.from({ length: HEIGHT * width }, (_, k) => {
    const shade = columns[k % width][Math.floor(k / width / SCALE)] + 0.3 * (draw() - 0.5);
    return Math.min(1, Math.max(0, shade));
  });
  return { image: { height: HEIGHT, width, pixels }, text };
}

/** Learns to read such lines, and draws one that it has not seen over the probabilities of its labels. */
export async function transcribeLine(): Promise<string> {
  const lines = Array.from({ length: 600 }, (_, key) => line(key, 2));
  const model = await transcribe.fit(lines, {
    ...{ hidden: 32, layers: 1, stack: 1, epochs: 16, lr: 0.01, seed: 1 },
    backend: 'wasm',
  });
  const { image } = line(1001, 5);
  const [transcript] = model.transcribe([{ image }], { trace: true });
  model.close();
  return alignmentPicture({ features: imageColumns(image), width: HEIGHT }, transcript, {
    input: 'image',
    stack: 1,
  });
}
