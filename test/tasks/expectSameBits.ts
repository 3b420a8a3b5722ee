import { expect } from 'vitest';
import type { StoredModel } from '../../src/formats/model/manifest.ts';
import type { Runtime } from '../../src/tasks/task.ts';

/** Expects that a training which goes on from its second checkpoint ends with the bits of the whole one. */
export async function expectSameBits(
  train: (runtime: Pick<Runtime, 'checkpoint' | 'checkpointSeconds' | 'resume'>) => Promise<StoredModel>,
): Promise<void> {
  const checkpoints: StoredModel[] = [];
  const keep = async (model: StoredModel): Promise<void> => {
    checkpoints.push(structuredClone(model));
  };
  const whole = await train({ checkpoint: keep, checkpointSeconds: 0.001 });
  expect(checkpoints.length).toBeGreaterThan(3);
  const resumed = await train({ resume: checkpoints[1] });
  expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
}
