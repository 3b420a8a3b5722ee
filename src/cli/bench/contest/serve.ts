import { platform } from '#platform';
import { version } from '../../../support/version.ts';
import { openContext } from '../../../tensor/openContext.ts';
import { readTensors, type TensorList, writeTensors } from '../exchange.ts';
import { timed } from '../measure.ts';
import type { Seat } from '../seat.ts';
import type { Task } from './contest.ts';
import type { ContestWork, MakeWork } from './work.ts';

interface Question<T extends Task> {
  readonly prepare?: T & { readonly file: string; readonly tensors: TensorList };
  readonly turn?: { readonly runs: number; readonly untimed: number };
}

/**
 * Our side of a contest, in a process of its own whose argument is its seat: spoken to as the peers are, see
 * bench/peers/serve_tasks.py.
 */
export async function serve<T extends Task>(make: MakeWork<T>): Promise<void> {
  const { files, process } = platform;
  const say = (answer: object): void => process.out(`${JSON.stringify(answer)}\n`);
  const seat: Seat = JSON.parse(process.args[0]);
  const context = await openContext(seat);
  let work: ContestWork | undefined;
  say({ about: `Unrolled ${version}, ${context.backend.description}` });
  for await (const line of process.inputLines()) {
    const { prepare, turn }: Question<T> = JSON.parse(line);
    if (prepare) {
      work = make(context, prepare, await readTensors(files, prepare.file, prepare.tensors));
      say({ results: await writeTensors(files, prepare.file, work.results()) });
    } else if (turn && work) {
      say({ seconds: timed(work.run, () => platform.now())(turn.runs, turn.untimed) });
    }
  }
}
