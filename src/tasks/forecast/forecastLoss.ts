import { inference, type Pass } from '../../nn/pass.ts';
import type { BatchLoss } from '../../train/trainOptions.ts';
import type { ForecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { type OutputName, outputs } from './outputs/outputs.ts';

/** The mean loss over the values that a batch forecasts. */
export function forecastLoss(
  network: ForecastNetwork,
  batch: ForecastBatch,
  output: OutputName,
  pass: Pass = inference,
): BatchLoss {
  const parameters = network.run(batch, pass);
  const { targets } = batch;
  const target = parameters[0].context.tensor(targets, [targets.length, 1]);
  return { loss: outputs[output].loss(parameters, target), tokens: targets.length };
}
