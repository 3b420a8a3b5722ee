import { type PoolTask, workInPool } from '../poolWorker.ts';

addEventListener('message', ({ data }: MessageEvent<PoolTask>) =>
  workInPool(data, () => postMessage('ready')),
);
