import { svgLines } from '../../src/formats/draw/svgLines.ts';
import { attributions, gradientThroughTime, memory } from '../../src/index.ts';

const options = { length: 50, hidden: 32, steps: 900, lr: 0.01, backend: 'wasm' } as const;

/** How far back the gradients of two networks reach that have been trained to add, and which steps an answer comes from. */
export async function gradientByLag(): Promise<{ readonly lags: string; readonly inputs: string }> {
  const means: Record<string, readonly number[]> = {};
  const explained: string[] = [];
  for (const cell of ['rnn', 'lstm'] as const) {
    const network = await memory.fit('adding', { ...options, cell });
    for (const { state, mean } of gradientThroughTime(network.subject()).states)
      means[`${cell}, ${state}`] = mean;
    const [{ values, texts }] = attributions(network.subject(), { sequences: 1 });
    if (cell === 'lstm')
      explained.push(
        svgLines({
          title: 'What each of 50 steps adds to the answer: two are marked',
          xTitle: 'step',
          series: [
            { name: 'integrated gradients', values: values.integrated, style: 'line' },
            {
              name: 'the marked numbers',
              values: texts.map((text) => (text.endsWith(' 1.000') ? Number.parseFloat(text) : Number.NaN)),
              style: 'marks',
            },
          ],
          labels: texts.map((_, step) => `${step + 1}`),
        }),
      );
    network.close();
  }
  return {
    lags: svgLines({
      title: 'Norm of the gradient by lag: 50 numbers, two of them to be added',
      xTitle: 'steps back from the answer',
      yTitle: 'mean norm, as a power of 10',
      series: Object.entries(means).map(([name, mean]) => ({
        name,
        values: mean.map((norm) => Math.log10(norm)),
        style: 'line',
      })),
      labels: Array.from({ length: 50 }, (_, lag) => `${lag}`),
    }),
    inputs: explained[0],
  };
}
