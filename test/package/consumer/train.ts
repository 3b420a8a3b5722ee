/** A user's program in Node: trains, saves, loads, predicts; then a loop of the user's own. Prints one JSON object. */
import {
  adam,
  type Cell,
  constantRate,
  forecast,
  fromArrays,
  generate,
  joinParameters,
  type LoadedModel,
  linearLayer,
  load,
  lstmCell,
  meanSquaredError,
  openContext,
  recurrence,
  stream,
  type TrainingEvent,
  train,
  UnrolledError,
} from 'unrolled';
import { corpus, forecasting, sales, settings } from './corpus.ts';

const events: TrainingEvent['type'][] = [];
const fitted: generate.TextGenerator = await generate.fit(corpus, {
  ...settings,
  backend: 'wasm',
  onEvent: ({ type }) => events.push(type),
});
await fitted.save('public/model');

const model: LoadedModel = await load('public/model', { backend: 'wasm' });
if (model.task !== 'generate') throw new Error(`a model of the task ${model.task}`);
const text: string = await model.generate({ length: 60, seed: 1 });
const score = model.score(corpus);

const forecaster = await forecast.fit(sales, { ...forecasting, backend: 'wasm' });
await forecaster.save('public/sales');
const reloaded = await load('public/sales', { backend: 'wasm' });
if (reloaded.task !== 'forecast') throw new Error(`a model of the task ${reloaded.task}`);
const future: forecast.Forecast[] = await reloaded.predict({ horizon: 12 });

const code = await load('nowhere').catch((error: unknown) =>
  error instanceof UnrolledError ? error.code : String(error),
);

const context = await openContext({ backend: 'wasm', threads: 1 });
const cell: Cell = lstmCell(context, { inputSize: 1, hiddenSize: 8, stream: stream(1) });
const head = linearLayer(context, { inputSize: 8, outputSize: 1, stream: stream(2) });
const parameters = joinParameters({ cell, head });
const record = await train({
  context,
  parameters,
  optimizer: adam(parameters),
  schedule: constantRate(0.02),
  budget: { steps: 60 },
  batches: () => [[[[0.1], [0.2], [0.3]], [[0.5]], []]],
  loss: (sequences: number[][][]) => {
    const { final } = recurrence(cell, fromArrays(context, sequences, { features: 1 }));
    const wanted = context.tensor([0.6, 0.5, 0], [3, 1]);
    return { loss: meanSquaredError(head.run(final.h), wanted), tokens: 3 };
  },
});
const losses = record.losses.map(({ loss }) => loss);
model.close();
forecaster.close();
reloaded.close();
fitted.close();
context.close();
console.log(JSON.stringify({ events: [...new Set(events)], text, score, code, losses, future }));
