import { svgLines } from '../../src/formats/draw/svgLines.ts';
import { classify } from '../../src/index.ts';
import { normal, stream, uniform } from '../../src/support/random.ts';

/** Noisy steps around a circle, `way` 1 or -1 at each. */
function walk(seed: number, ways: readonly number[]): number[][] {
  const noise = stream(seed);
  let angle = 6 * uniform(noise, 0);
  return ways.map((way, t) => {
    angle += 0.5 * way;
    return [
      Math.cos(angle) + 0.4 * normal(noise, 1 + 2 * t),
      Math.sin(angle) + 0.4 * normal(noise, 2 + 2 * t),
    ];
  });
}

/** Trains on series by the way they turn at their end, and draws what the model says after each step of another one. */
export async function streamedAnswers(): Promise<string> {
  const series = Array.from({ length: 800 }, (_, k) => {
    const way = k % 2 === 0 ? 1 : -1;
    const before = k % 3 === 0 ? 0 : k % 23;
    const ways = Array.from({ length: before + 6 + (k % 19) }, (_step, t) => (t < before ? -way : way));
    return { steps: walk(k, ways), label: way > 0 ? 'left' : 'right' };
  });
  const model = await classify.fit(series, { hidden: 32, epochs: 15, backend: 'wasm' });
  const reading = model.stream();
  const ways = Array.from({ length: 60 }, (_, t) => (t < 20 || t >= 40 ? 1 : -1));
  const answers = walk(1000, ways).map((step) => reading.step(step).probabilities);
  reading.close();
  model.close();
  return svgLines({
    title: 'Which way does it turn? It turns left, from step 21 right, from step 41 left again',
    height: 260,
    yTitle: 'probability',
    xTitle: 'step',
    series: [
      { name: 'left', values: answers.map(({ left }) => left), style: 'line' },
      { name: 'right', values: answers.map(({ right }) => right), style: 'line' },
    ],
    labels: answers.map((_, t) => String(t + 1)),
    ticks: { first: 9, step: 10 },
  });
}
