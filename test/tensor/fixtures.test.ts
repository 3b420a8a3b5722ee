import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { Context } from '../../src/tensor/context.ts';
import { binaryCrossEntropy } from '../../src/tensor/losses/binaryCrossEntropy.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { ctc } from '../../src/tensor/losses/ctc.ts';
import { gaussian } from '../../src/tensor/losses/gaussian.ts';
import { gaussianMixture } from '../../src/tensor/losses/gaussianMixture.ts';
import { huber } from '../../src/tensor/losses/huber.ts';
import { linearCrossEntropy } from '../../src/tensor/losses/linearCrossEntropy.ts';
import { meanAbsolute } from '../../src/tensor/losses/meanAbsolute.ts';
import { meanSquared } from '../../src/tensor/losses/meanSquared.ts';
import { negativeBinomial } from '../../src/tensor/losses/negativeBinomial.ts';
import { quantile } from '../../src/tensor/losses/quantile.ts';
import { studentT } from '../../src/tensor/losses/studentT.ts';
import { gatherRows } from '../../src/tensor/operations/gatherRows.ts';
import { layerNorm } from '../../src/tensor/operations/layerNorm.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { type Fixture, fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';

type LossFixture = Fixture<'losses'>;
type Take = (name: string) => Tensor;

function lossOf(name: string, context: Context, take: Take, given: LossFixture['case']): Tensor {
  const labels = (): Tensor => context.tensor(given.labels ?? [], undefined, 'int32');
  switch (name) {
    case 'mean-squared':
      return meanSquared(take('prediction'), take('target'));
    case 'mean-absolute':
      return meanAbsolute(take('prediction'), take('target'));
    case 'huber':
      return huber(take('prediction'), take('target'), { delta: given.delta });
    case 'binary-cross-entropy':
      return binaryCrossEntropy(take('logits'), take('target'));
    case 'quantile':
      return quantile(take('prediction'), take('target'), given.quantiles ?? []);
    case 'gaussian':
      return gaussian(take('loc'), take('raw_scale'), take('target'));
    case 'gaussian-mixture':
      return gaussianMixture(take('logits'), take('loc'), take('raw_scale'), take('target'));
    case 'student-t':
      return studentT(take('raw_df'), take('loc'), take('raw_scale'), take('target'));
    case 'negative-binomial':
      return negativeBinomial(take('raw_mean'), take('raw_alpha'), take('target'));
    case 'ctc': {
      const logits = {
        data: take('logits'),
        structure: Structure.of(given.lengths ?? []),
        layout: 'sequence',
      } as const;
      return ctc(logits, fromArrays(context, given.targets ?? [], { features: 0 }));
    }
    default:
      return crossEntropy(take('logits'), labels(), {
        smoothing: given.labelSmoothing,
        ...(name.endsWith('weighted') ? { classWeights: take('weight') } : {}),
      });
  }
}

function expectClose(ours: ArrayLike<number>, stored: ArrayLike<number>, tolerance: number): void {
  expect(ours.length).toBe(stored.length);
  for (let k = 0; k < ours.length; k++) {
    const error = Math.abs(ours[k] - stored[k]) / Math.max(1, Math.abs(stored[k]));
    expect(error, `element ${k}: ${ours[k]} against ${stored[k]}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Parameters of the fixture's tensors by name, and a check of the gradients of the given outputs. */
function setUp(fixture: Fixture<'losses'> | Fixture<'layers'>, precision: 'float32' | 'float64') {
  const context = new Context(referenceBackend(precision));
  const made = new Map<string, Tensor>();
  const take = (name: string): Tensor => {
    const { data, shape } = fixture.tensor(name);
    const constant = name === 'target' || (name === 'weight' && fixture.tensors.has('logits'));
    const tensor = constant ? context.tensor(data, shape) : context.parameter(data, shape);
    if (!constant) made.set(name, tensor);
    return tensor;
  };
  const check = (output: Tensor, name: string, seed: Tensor | undefined, tolerance: number): void => {
    expectClose(output.toArray(), fixture.tensor(name).data, 1e-5);
    const names = [...made.keys()];
    const found = gradients([output], [...made.values()], { seeds: [seed] });
    expect(names.length).toBeGreaterThan(0);
    names.forEach((key, k) => {
      expectClose(found[k]?.toArray() ?? [], fixture.tensor(`grad.${key}`).data, tolerance);
    });
  };
  return { context, take, check };
}

describe.for(['float32', 'float64'] as const)('PyTorch fixtures in %s', (precision) => {
  test.for(fixtureNames('losses'))('%s', (name) => {
    const fixture = readFixture('losses', name);
    const { context, take, check } = setUp(fixture, precision);
    check(lossOf(name, context, take, fixture.case), 'loss', undefined, 1e-6);
  });

  test.for(fixtureNames('losses').filter((name) => name.startsWith('cross-entropy')))(
    '%s by linearCrossEntropy, the weights being the unit matrix',
    (name) => {
      const fixture = readFixture('losses', name);
      const { context, take, check } = setUp(fixture, precision);
      const logits = take('logits');
      const [, classes] = logits.shape;
      const unit = Float32Array.from({ length: classes ** 2 }, (_, k) => (k % (classes + 1) === 0 ? 1 : 0));
      const labels = context.tensor(fixture.case.labels ?? [], undefined, 'int32');
      const loss = linearCrossEntropy(logits, context.tensor(unit, [classes, classes]), undefined, labels, {
        smoothing: fixture.case.labelSmoothing,
        ...(name.endsWith('weighted') ? { classWeights: take('weight') } : {}),
      });
      check(loss, 'loss', undefined, 1e-6);
    },
  );

  test('linear', () => {
    const { context, take, check } = setUp(readFixture('layers', 'linear'), precision);
    const dy = readFixture('layers', 'linear').tensor('dy');
    check(linear(take('x'), take('weight'), take('bias')), 'y', context.tensor(dy.data, dy.shape), 1e-5);
  });

  test('layer norm', () => {
    const fixture = readFixture('layers', 'layer-norm');
    const { context, take, check } = setUp(fixture, precision);
    const dy = fixture.tensor('dy');
    const y = layerNorm(take('x'), {
      gain: take('weight'),
      bias: take('bias'),
      epsilon: fixture.case.epsilon,
    });
    check(y, 'y', context.tensor(dy.data, dy.shape), 1e-5);
  });

  test('embedding', () => {
    const fixture = readFixture('layers', 'embedding');
    const { context, take, check } = setUp(fixture, precision);
    const dy = fixture.tensor('dy');
    const index = context.tensor(fixture.case.indices ?? [], undefined, 'int32');
    check(gatherRows(take('weight'), index), 'y', context.tensor(dy.data, dy.shape), 1e-5);
  });
});
