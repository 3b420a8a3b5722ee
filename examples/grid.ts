/**
 * Pictures of any size, read by two-dimensional LSTMs from all four corners. Task: tell whether the bar in a noisy picture
 * lies, stands or leans. Trained on pictures of 6 to 14 pixels a side, tried on some of up to 30.
 */
import {
  adam,
  argmax,
  constantRate,
  crossEntropy,
  GridStructure,
  type Grids,
  gridNetwork,
  grids,
  joinParameters,
  linearLayer,
  normal,
  openContext,
  stream,
  type Tensor,
  train,
  uniform,
} from 'unrolled';

const BATCH = 32;
const STEPS = 150;
const context = await openContext();
const network = gridNetwork(context, {
  inputSize: 1,
  levels: [
    { block: [1, 1], hidden: 8 },
    { block: [2, 2], hidden: 16 },
  ],
  choice: { layer: 'mdlstm', stable: true },
  pooling: 'max',
  stream: stream(1),
});
const output = linearLayer(context, { inputSize: network.outputSize, outputSize: 3, stream: stream(2) });
const parameters = joinParameters({ network, output });

/** Pictures with sides from 6 to `most`: noise, and a bar of five pixels in one of three directions. */
function pictures(batch: number, most: number): { cells: Grids; directions: number[] } {
  const draw = (place: number, k: number, n: number): number =>
    Math.floor(n * uniform(stream(3, batch, place), k));
  const sizes = Array.from({ length: BATCH }, (_, k) => [0, 1].map((side) => 6 + draw(side, k, most - 5)));
  const directions = sizes.map((_, k) => draw(2, k, 3));
  const pixels = sizes.flatMap(([height, width], k) => {
    const picture = Array.from({ length: height * width }, (_, j) => 0.3 * normal(stream(4, batch, k), j));
    const [down, right] = [
      [0, 1],
      [1, 0],
      [1, 1],
    ][directions[k]];
    const [top, left] = [draw(3, k, height - 4 * down), draw(4, k, width - 4 * right)];
    for (let j = 0; j < 5; j++) picture[(top + j * down) * width + left + j * right] += 1;
    return picture;
  });
  const structure = GridStructure.of(sizes.map(([height, width]) => [height, width]));
  return { cells: grids(context.tensor(pixels, [pixels.length, 1]), structure), directions };
}

const scores = (cells: Grids): Tensor => output.run(network.run(cells));

await train({
  context,
  parameters,
  optimizer: adam(parameters),
  schedule: constantRate(0.01),
  budget: { steps: STEPS },
  clip: { norm: 1 },
  batches: () => Array.from({ length: STEPS }, (_, batch) => batch),
  loss: (batch) => {
    const { cells, directions } = pictures(batch, 14);
    const labels = context.tensor(directions, [BATCH], 'int32');
    return { loss: crossEntropy(scores(cells), labels), tokens: BATCH };
  },
});

for (const most of [14, 30]) {
  let right = 0;
  for (let batch = 1000; batch < 1008; batch++) {
    const { cells, directions } = pictures(batch, most);
    const answers = context.step(() => argmax(scores(cells), 1).toArray());
    right += directions.filter((direction, k) => answers[k] === direction).length;
  }
  const share = right / (8 * BATCH);
  console.log(`${(100 * share).toFixed(1)} % of bars told right in pictures of up to ${most} x ${most}`);
  if (most === 14 && share < 0.95) throw new Error('the network has not learned to tell bars');
}
context.close();
