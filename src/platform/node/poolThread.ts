import { parentPort, workerData } from 'node:worker_threads';
import { workInPool } from '../poolWorker.ts';

workInPool(workerData, () => parentPort?.postMessage('ready'));
