import { describe, expect, test } from 'vitest';
import { roundToBfloat16 } from '../../../src/formats/halfPrecision.ts';
import { roundWeights } from '../../../src/formats/model/roundWeights.ts';
import { sealModel } from '../../../src/formats/model/sealModel.ts';
import { readSafetensors, writeSafetensors } from '../../../src/formats/safetensors.ts';
import { normal, stream } from '../../../src/support/random.ts';

describe('roundToBfloat16', () => {
  test('takes the nearest number of 8 bits', () => {
    const values = Float32Array.from({ length: 500 }, (_, k) => normal(stream(1), k) * 10 ** (k % 9));
    roundToBfloat16(values).forEach((rounded, k) => {
      const unit = 2 ** (Math.floor(Math.log2(Math.abs(values[k]))) - 7);
      expect(Number.isInteger(rounded / unit)).toBe(true);
      expect(Math.abs(rounded - values[k])).toBeLessThanOrEqual(unit / 2);
    });
  });

  test('of two that are as near, the even one; and what is no number stays so', () => {
    const values = [1 + 2 ** -8, 1 + 3 * 2 ** -8, -1 - 2 ** -8, -0, 3.4e38, -Infinity, Number.NaN];
    const rounded = [1, 1 + 2 ** -6, -1, -0, Infinity, -Infinity, Number.NaN];
    expect([...roundToBfloat16(values)]).toEqual(rounded);
  });
});

test('roundWeights rounds every weight, and leaves the rest of the model, but for what no longer holds', async () => {
  const w = Float32Array.from({ length: 6 }, (_, k) => normal(stream(2), k));
  const description = {
    createdWith: '0.1.0',
    task: 'tag',
    architecture: { hidden: 3 },
    vocabulary: {},
    data: { name: 'a', sha256: 'b'.repeat(64) },
    seed: 1,
    training: {},
    probes: [{ input: 1, output: [2] }],
  };
  const weights = writeSafetensors([
    ['w', { dtype: 'F32', shape: [2, 3], data: w }],
    ['n', { dtype: 'I32', shape: [1], data: Int32Array.of(65537) }],
  ]);
  const model = await sealModel(description, { weights, state: new Uint8Array(3) });
  const { manifest, blobs } = await roundWeights(model);
  const { tensors } = readSafetensors(blobs.weights, 'rounded');
  expect(tensors.get('w')).toEqual({ dtype: 'F32', shape: [2, 3], data: roundToBfloat16(w) });
  expect(tensors.get('n')?.data).toEqual(Int32Array.of(65537));
  expect(Object.keys(blobs)).toEqual(['weights']);
  expect(manifest.probes).toEqual([]);
  expect(manifest).toMatchObject({ task: 'tag', architecture: { hidden: 3 } });
  expect(manifest.files.weights.sha256).not.toBe(model.manifest.files.weights.sha256);
});
