import { expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { concatenate } from '../../src/tensor/operations/concatenate.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { mean } from '../../src/tensor/operations/mean.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sigmoid } from '../../src/tensor/operations/sigmoid.ts';
import { slice } from '../../src/tensor/operations/slice.ts';
import { split } from '../../src/tensor/operations/split.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { subtract } from '../../src/tensor/operations/subtract.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { adagrad } from '../../src/train/optimizers/adagrad.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { adamw } from '../../src/train/optimizers/adamw.ts';
import type { Optimizer } from '../../src/train/optimizers/optimizer.ts';
import { rmsprop } from '../../src/train/optimizers/rmsprop.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { train } from '../../src/train/train.ts';
import { type FixtureCases, fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';

const HIDDEN = 8;

/** y = linear(lstm(x)) at every step of one sequence, step by step; x is [T, 3]. */
function regression(parameters: Parameters, x: Tensor): Tensor {
  const weights = (name: string): Tensor => parameters[`lstm.${name}_l0`];
  let h = x.context.zeros([1, HIDDEN]);
  let c = x.context.zeros([1, HIDDEN]);
  const outputs: Tensor[] = [];
  for (let t = 0; t < x.shape[0]; t++) {
    const input = linear(slice(x, 0, t, t + 1), weights('weight_ih'), weights('bias_ih'));
    const gates = add(input, linear(h, weights('weight_hh'), weights('bias_hh')));
    const [i, f, g, o] = split(gates, [HIDDEN, HIDDEN, HIDDEN, HIDDEN], 1);
    c = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
    h = multiply(sigmoid(o), tanh(c));
    outputs.push(h);
  }
  return linear(concatenate(outputs), parameters['linear.weight'], parameters['linear.bias']);
}

function optimizerOf({ optimizer, options }: FixtureCases['optimizers'], parameters: Parameters): Optimizer {
  const { momentum, nesterov, weight_decay: weightDecay, eps: epsilon, alpha, betas } = options;
  const decay = weightDecay === undefined ? {} : { weightDecay };
  const small = epsilon === undefined ? {} : { epsilon };
  const kept = betas ? { beta1: betas[0], beta2: betas[1] } : {};
  switch (optimizer) {
    case 'SGD':
      return sgd(parameters, { ...decay, momentum: momentum ?? 0, nesterov: nesterov ?? false });
    case 'Adam':
      return adam(parameters, { ...decay, ...small, ...kept });
    case 'AdamW':
      return adamw(parameters, { ...decay, ...small, ...kept });
    case 'RMSprop':
      return rmsprop(parameters, {
        ...decay,
        ...small,
        ...(alpha === undefined ? {} : { alpha }),
        momentum: momentum ?? 0,
      });
    case 'Adagrad':
      return adagrad(parameters, { ...decay, ...small });
  }
}

function close(actual: ArrayLike<number>, stored: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(stored.length);
  Array.from(actual, (value, k) =>
    expect(Math.abs(value - stored[k]) / Math.max(1, Math.abs(stored[k])), `${what} ${k}`).toBeLessThan(1e-5),
  );
}

it.each(fixtureNames('optimizers'))('ten steps as in PyTorch: %s', async (name) => {
  const fixture = readFixture('optimizers', name);
  const { clipNorm, clipValue, lengths, options, steps } = fixture.case;
  const context = new Context(referenceBackend('float32'));
  const initial = [...fixture.tensors].filter(([key]) => key.startsWith('initial.'));
  const parameters: Parameters = Object.fromEntries(
    initial.map(([key, { data, shape }]) => [key.slice('initial.'.length), context.parameter(data, shape)]),
  );
  const x = fixture.tensor('x');
  const record = await train({
    context,
    parameters,
    batches: () => [lengths],
    loss: (sizes) => {
      const target = context.tensor(fixture.tensor('target').data, [x.shape[0], 1]);
      const parts = split(context.tensor(x.data, x.shape), sizes);
      const y = concatenate(parts.map((part) => regression(parameters, part)));
      return { loss: mean(square(subtract(y, target))), tokens: x.shape[0] };
    },
    optimizer: optimizerOf(fixture.case, parameters),
    schedule: constant(options.lr),
    budget: { steps },
    clip: { ...(clipNorm ? { norm: clipNorm } : {}), ...(clipValue ? { value: clipValue } : {}) },
  });
  close(
    record.losses.map(({ loss }) => loss),
    fixture.tensor('losses').data,
    'loss',
  );
  close(
    record.losses.map(({ norm }) => norm),
    fixture.tensor('norms').data,
    'norm',
  );
  for (const [key, tensor] of Object.entries(parameters)) {
    close(tensor.toArray(), fixture.tensor(`final.${key}`).data, key);
  }
});
