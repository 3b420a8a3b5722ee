import { inference, type Pass } from '../../nn/pass.ts';
import type { Tensor } from '../../tensor/tensor.ts';
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
  const { parameters } = network.run(batch, { pass });
  const { targets, offsets, factors } = batch;
  const column = (values: Float32Array): Tensor => parameters[0].context.tensor(values, [values.length, 1]);
  const own = { offset: column(offsets), factor: column(factors) };
  return { loss: outputs[output].loss(parameters, column(targets), own), tokens: targets.length };
}
