import { afterAll, describe, expect, it } from 'vitest';
import { linearLayer } from '../../src/nn/layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../../src/nn/parameters.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { stream } from '../../src/support/random.ts';
import { meanSquared } from '../../src/tensor/losses/meanSquared.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { adagrad } from '../../src/train/optimizers/adagrad.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { adamw } from '../../src/train/optimizers/adamw.ts';
import type { Optimizer } from '../../src/train/optimizers/optimizer.ts';
import { rmsprop } from '../../src/train/optimizers/rmsprop.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { train } from '../../src/train/train.ts';
import { type FixtureCases, fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

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

describe.each(opened)('ten steps as in PyTorch on $name', ({ context }) => {
  it.each(fixtureNames('optimizers'))('%s', async (name) => {
    const fixture = readFixture('optimizers', name);
    const { clipNorm, clipValue, lengths, options, steps } = fixture.case;
    const x = fixture.tensor('x');
    const lstm = recurrentStack(context, { inputSize: x.shape[1], hiddenSize: 8, cell: { cell: 'lstm' } });
    const output = linearLayer(context, { inputSize: 8, outputSize: 1, stream: stream(1) });
    const parameters = joinParameters({ lstm, linear: output });
    for (const [key, tensor] of Object.entries(parameters)) tensor.set(fixture.tensor(`initial.${key}`).data);
    const structure = Structure.of(lengths);
    const record = await train({
      context,
      parameters,
      batches: () => ['all'],
      loss: () => {
        const sequences = ragged(context.tensor(x.data, x.shape), structure);
        const y = output.run(toSequence(lstm.run(sequences).output).data);
        const target = context.tensor(fixture.tensor('target').data, [x.shape[0], 1]);
        return { loss: meanSquared(y, target), tokens: x.shape[0] };
      },
      optimizer: optimizerOf(fixture.case, parameters),
      schedule: constant(options.lr),
      budget: { steps },
      clip: { ...(clipNorm ? { norm: clipNorm } : {}), ...(clipValue ? { value: clipValue } : {}) },
    });
    const { losses } = record;
    close(
      Float64Array.from(losses, ({ loss }) => loss),
      fixture.tensor('losses').data,
      'loss',
    );
    close(
      Float64Array.from(losses, ({ norm }) => norm),
      fixture.tensor('norms').data,
      'norm',
    );
    for (const [key, tensor] of Object.entries(parameters)) {
      close(tensor.toArray(), fixture.tensor(`final.${key}`).data, key);
    }
  });
});
