/** A peer in plain JavaScript, as `node fakePeer.ts HOW THREADS`: right, or wrong in one of the ways that peers are. */
import type { Prepared, Task } from '../../../bench/peers/library.ts';
import { serve } from '../../../bench/peers/serve.ts';

const [how, threads] = process.argv.slice(2);

/** h = tanh(W x + b + U h + c), step by step. */
function elman({ size: [B, T, I, H], given }: Task): Float32Array {
  const { x, weight_ih_l0: W, weight_hh_l0: U, bias_ih_l0: b, bias_hh_l0: c } = given;
  const output = new Float32Array(T * B * H);
  for (let row = 0; row < T * B; row++) {
    for (let h = 0; h < H; h++) {
      let sum = b.data[h] + c.data[h];
      for (let i = 0; i < I; i++) sum += W.data[h * I + i] * x.data[row * I + i];
      for (let k = 0; k < H && row >= B; k++) sum += U.data[h * H + k] * output[(row - B) * H + k];
      output[row * H + h] = Math.tanh(sum);
    }
  }
  return output;
}

function prepare(task: Task): Prepared {
  if (how === 'dies') process.kill(process.pid, 'SIGKILL');
  if (task.work === 'train') throw new Error('it does not train');
  const [B, T, , H] = task.size;
  const run = (): void => {
    if (how === 'tires') process.exit(1);
    elman(task);
  };
  if (how === 'differs') return { run, instead: 'it sings' };
  const results = () => {
    const data = elman(task);
    if (how === 'wrong') data[5] += 0.001;
    return { output: { shape: [T, B, H], data } };
  };
  return { run, results };
}

if (how === 'absent') {
  process.stderr.write('Traceback:\nNo module named fake\n');
  process.exit(1);
}
if (how === 'silent') setInterval(() => {}, 1000);
else {
  process.stdout.write('a greeting\n');
  await serve({ about: 'Fake 1.0', prepare, ...(how === 'single' && { mostThreads: 1 }) }, Number(threads));
}
