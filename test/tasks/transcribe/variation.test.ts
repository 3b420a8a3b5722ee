import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import type { GrayImage } from '../../../src/data/image/grayImage.ts';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { asRead, type Example } from '../../../src/tasks/transcribe/asRead.ts';
import { type TranscribeData, transcribeData } from '../../../src/tasks/transcribe/data.ts';
import { fit } from '../../../src/tasks/transcribe/fit.ts';
import type { TranscribeOptions } from '../../../src/tasks/transcribe/options.ts';
import { sounds } from './made.ts';

const small = { hidden: 8, layers: 1, stack: 1, batch: 4, steps: 6 } satisfies TranscribeOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const noise = (key: number): GrayImage => {
  const pixels = Float32Array.from({ length: 6 * 20 }, (_, k) => uniform(stream(key), k));
  return { height: 6, width: 20, pixels };
};
const dataOf = (examples: readonly Example[], input: 'image' | 'numbers'): Promise<TranscribeData> =>
  transcribeData(platform, { sequences: asRead(examples), input, columns: [], name: 'lines' }, small);
const pictures = (): Promise<TranscribeData> =>
  dataOf(
    Array.from({ length: 12 }, (_, k) => ({ image: noise(k), text: 'ab'.slice(k % 2) })),
    'image',
  );

async function weights(options: TranscribeOptions): Promise<Uint8Array> {
  return (await fit(await pictures(), { ...small, ...options }, engine)).blobs.weights;
}

describe('transcribe: pictures varied in training', () => {
  it('gives the same bits with nothing as without, and by each amount the same ones again', async () => {
    const plain = await weights({});
    expect(await weights({ jitter: 0, slant: 0, stretch: 0 })).toEqual(plain);
    for (const option of [{ jitter: 1 }, { slant: 0.3 }, { stretch: 0.3 }]) {
      const varied = await weights(option);
      expect(varied).not.toEqual(plain);
      expect(await weights(option)).toEqual(varied);
    }
  });

  it('goes on from a checkpoint to the same bits, and from a model with other amounts', async () => {
    const data = await pictures();
    const options = { ...small, jitter: 1, slant: 0.2, stretch: 0.2 };
    const checkpoints: StoredModel[] = [];
    const checkpoint = async (model: StoredModel): Promise<void> => {
      checkpoints.push(model);
    };
    const whole = await fit(data, options, { ...engine, checkpoint, checkpointSeconds: 1e-6 });
    expect(checkpoints.length).toBeGreaterThan(2);
    const resumed = await fit(data, options, { ...engine, resume: checkpoints[1] });
    expect(resumed.blobs.weights).toEqual(whole.blobs.weights);
    await expect(fit(data, { ...options, slant: 0 }, { ...engine, resume: checkpoints[1] })).rejects.toThrow(
      /slant/,
    );
    const more = await fit(data, { ...small, jitter: 2 }, { ...engine, from: whole });
    expect(more.manifest.training).toMatchObject({ options: { jitter: 2, slant: 0, stretch: 0 } });
  });

  it('refuses amounts that cannot be meant, and to vary numbers', async () => {
    await expect(weights({ jitter: -1 })).rejects.toThrow('transcribe: jitter is -1');
    await expect(weights({ slant: Number.NaN })).rejects.toThrow('transcribe: slant is NaN');
    await expect(weights({ stretch: 1 })).rejects.toThrow('transcribe: stretch is 1');
    const numbers = await dataOf(sounds(12), 'numbers');
    await expect(fit(numbers, { ...small, slant: 0.1 }, engine)).rejects.toThrow(
      'transcribe: slant is given, and there are no pictures. Leave it out.',
    );
    expect((await fit(numbers, { ...small, slant: 0 }, engine)).manifest.task).toBe('transcribe');
  });
});
