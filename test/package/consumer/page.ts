/** A user's page: trains in a worker and loads a model that was trained in Node. */
import { forecast, generate, load } from 'unrolled';
import { corpus, forecasting, sales, settings } from './corpus.ts';

async function trainHere() {
  const losses: number[] = [];
  const model = await generate.fit(corpus, {
    ...settings,
    onEvent: (event) => {
      if (event.type === 'step') losses.push(event.loss);
    },
  });
  const text = await model.generate({ length: 60, seed: 1 });
  model.close();
  return { losses, text, weights: model.manifest.files.weights.sha256 };
}

async function loadThere() {
  const model = await load('./model/');
  if (model.task !== 'generate') throw new Error(`a model of the task ${model.task}`);
  const answer = { text: await model.generate({ length: 60, seed: 1 }), score: model.score(corpus) };
  model.close();
  return { ...answer, weights: model.manifest.files.weights.sha256 };
}

async function forecastHere() {
  const model = await forecast.fit(sales, forecasting);
  const future = await model.predict({ horizon: 12 });
  model.close();
  return { future, weights: model.manifest.files.weights.sha256 };
}

const program = { trainHere, loadThere, forecastHere };

declare global {
  var program: Readonly<{
    trainHere: typeof trainHere;
    loadThere: typeof loadThere;
    forecastHere: typeof forecastHere;
  }>;
}

globalThis.program = program;
