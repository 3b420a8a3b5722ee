import type { Platform } from '../../platform/platform.ts';
import type { HostProgram } from '../../platform/program.ts';
import { fail } from '../../support/errors.ts';
import { readTensors, type TensorList, writeTensors } from './exchange.ts';
import { LeftOut, type PeerProcess } from './peer.ts';

/** Longest time for an answer in seconds: a peer that needs longer for two runs would hold up all the others. */
const PATIENCE = 600;

/** What a peer may say: one JSON object a line. */
interface Answer {
  /** Once, at its start: it is ready, and this is what it is. */
  readonly about?: string;
  /** It has done the task once; this came out. */
  readonly results?: TensorList;
  /** The mean seconds of a turn. */
  readonly seconds?: number;
  /** It cannot do the task. */
  readonly leftOut?: string;
}

export interface PeerSource {
  readonly name: string;
  /** What to do where it is not there. */
  readonly remedy: string;
  readonly program: () => Promise<HostProgram>;
}

/**
 * Starts a peer and waits until it is ready. It is spoken to by lines of JSON, and tensors go through files; it is
 * paused whenever it owes no answer, so that its threads, which may spin for a while, take nothing from others.
 * Throws `no-peer`.
 */
export async function startPeer(
  { files }: Pick<Platform, 'files'>,
  { name, remedy, program: start }: PeerSource,
): Promise<PeerProcess> {
  const program = await start();

  /** Undefined if it ended before it answered. */
  async function answer(): Promise<Answer | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => void program.end().then(() => resolve(undefined)), 1000 * PATIENCE);
    });
    const line = await Promise.race([program.read(), limit]);
    clearTimeout(timer);
    if (line === undefined) return undefined;
    program.pause();
    return JSON.parse(line) as Answer;
  }

  function ask(question: object): Promise<Answer | undefined> {
    program.resume();
    program.write(JSON.stringify(question));
    return answer();
  }

  const first = await answer();
  if (first?.about === undefined) {
    const why = first === undefined ? await program.ending : 'it does not say what it is';
    await program.end();
    return fail('no-peer', name, why.replace(/[.!]$/, ''), remedy);
  }

  const file = files.join(program.folder, 'tensors');
  return {
    about: first.about,
    async prepare(task, given) {
      const tensors = await writeTensors(files, file, given);
      const reply = await ask({ prepare: { ...task, file, tensors } });
      if (reply?.results) return readTensors(files, file, reply.results);
      return new LeftOut(reply?.leftOut ?? (await program.ending));
    },
    turn: async (runs, untimed) => (await ask({ turn: { runs, untimed } }))?.seconds,
    close: () => program.end(),
  };
}
