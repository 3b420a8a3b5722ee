import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Library, Prepared, Task, Tensors } from './library.ts';

type TensorList = readonly { readonly name: string; readonly shape: readonly number[] }[];

interface Question {
  readonly prepare?: Omit<Task, 'given'> & { readonly file: string; readonly tensors: TensorList };
  readonly turn?: { readonly runs: number; readonly untimed: number };
}

/** The first line of what went wrong. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0];

function readTensors(file: string, list: TensorList): Tensors {
  const bytes = new Uint8Array(readFileSync(file));
  let at = 0;
  return Object.fromEntries(
    list.map(({ name, shape }) => {
      const length = shape.reduce((product, n) => product * n, 1);
      const data = new Float32Array(bytes.buffer, at, length);
      at += 4 * length;
      return [name, { shape, data }];
    }),
  );
}

function writeTensors(file: string, tensors: Tensors): TensorList {
  const parts = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  writeFileSync(file, Buffer.concat(parts));
  return Object.entries(tensors).map(([name, { shape }]) => ({ name, shape }));
}

async function turn({ run }: Prepared, runs: number, untimed: number): Promise<number> {
  const repeat = async (times: number): Promise<void> => {
    for (let k = 0; k < times; k++) {
      const running = run();
      if (running) await running;
    }
  };
  await repeat(untimed);
  const begin = performance.now();
  await repeat(runs);
  return (performance.now() - begin) / 1000 / runs;
}

/**
 * The protocol of a peer, over standard input and output, one JSON object a line. It says `{about}` when it is ready;
 * `{prepare: {cell, work, size, file, tensors}}` is answered by `{results}`, `{instead}` or `{leftOut}`, and
 * `{turn: {runs, untimed}}` by `{seconds}`. Tensors lie in `file`: float32, one after another, as listed.
 */
export async function serve(library: Library, threads: number): Promise<void> {
  let prepared: Prepared | undefined;
  const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ about: library.about });
  for await (const line of createInterface({ input: process.stdin })) {
    const question: Question = JSON.parse(line);
    if (question.prepare) {
      const { file, tensors, ...task } = question.prepare;
      try {
        const { mostThreads = threads } = library;
        if (threads > mostThreads) throw new Error(`it has ${mostThreads} of ${threads} threads here`);
        prepared = await library.prepare({ ...task, given: readTensors(file, tensors) });
        if ('instead' in prepared) say({ instead: prepared.instead });
        else say({ results: writeTensors(file, await prepared.results()) });
      } catch (error) {
        say({ leftOut: messageOf(error) });
      }
    } else if (question.turn && prepared) {
      say({ seconds: await turn(prepared, question.turn.runs, question.turn.untimed) });
    }
  }
}
