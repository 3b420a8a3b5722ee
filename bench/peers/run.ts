/** Runs a peer of the bench: `node run.ts NAME THREADS`, then as serve.ts says. */
import type { Library } from './library.ts';
import { messageOf, serve } from './serve.ts';

/** Opens a library on so many threads. Each is imported only by its own process. */
const libraries: Readonly<Record<string, (threads: number) => Promise<Library>>> = {
  'onnxruntime-node': async (threads) => (await import('./onnxruntimeNode.ts')).open(threads),
  'onnxruntime-web': async (threads) => (await import('./onnxruntimeWeb.ts')).open(threads),
  'tfjs-cpu': async () => (await import('./tensorflowCpu.ts')).open(),
  'tfjs-wasm': async (threads) => (await import('./tensorflowWasm.ts')).open(threads),
  'jax-js': async () => (await import('./jaxJs.ts')).open(),
  'brain.js': async () => (await import('./brain.ts')).open(),
};

console.log = console.error; // some greet on standard output
const [name, threads] = process.argv.slice(2);
try {
  await serve(await libraries[name](Number(threads)), Number(threads));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
