import type { Platform } from '../../platform/platform.ts';
import type { HostProgram } from '../../platform/program.ts';
import { fail } from '../../support/errors.ts';
import { formatSeconds } from '../../support/format.ts';
import { readTensors, type TensorList, writeTensors } from './exchange.ts';
import type { PeerProcess } from './peer.ts';

/** Longest time for an answer in seconds: a peer that needs longer would hold up all the others. */
const PATIENCE = 300;

export interface PeerSource {
  readonly name: string;
  /** What to do where it is not there. */
  readonly remedy: string;
  readonly program: () => Promise<HostProgram>;
  /** Longest time for an answer in seconds; by default 300. */
  readonly patience?: number;
}

/** What a peer may say: one JSON object a line. */
interface Answer {
  /** Once, at its start: it is ready, and this is what it is. */
  readonly about?: string;
  /** It has done the task once; this came out. */
  readonly results?: TensorList;
  /** It has no such work; this is what it does instead. */
  readonly instead?: string;
  /** It cannot do the task. */
  readonly leftOut?: string;
  /** The mean seconds of a turn. */
  readonly seconds?: number;
}

/** Starts a peer and waits until it is ready. Tensors go through files. Throws `no-peer`. */
export async function startPeer<Task extends object>(
  { files }: Pick<Platform, 'files'>,
  { name, remedy, program: start, patience = PATIENCE }: PeerSource,
): Promise<PeerProcess<Task>> {
  const program = await start();
  const { answer, ask, ending } = channel(program, patience);
  const { about } = (await answer()) ?? {};
  if (about === undefined) {
    await program.end();
    return fail('no-peer', name, (await ending()).replace(/[.!]$/, ''), remedy);
  }
  const file = files.join(program.folder, 'tensors');
  return {
    about,
    async prepare(task, given) {
      const tensors = await writeTensors(files, file, given);
      const reply = await ask({ prepare: { ...task, file, tensors } });
      if (reply?.results) return { results: await readTensors(files, file, reply.results) };
      if (reply?.instead) return { instead: reply.instead };
      return { leftOut: reply?.leftOut ?? (await ending()) };
    },
    turn: async (runs, untimed) => (await ask({ turn: { runs, untimed } }))?.seconds,
    peakMemory: () => program.peakMemory(),
    close: () => program.end(),
  };
}

interface Channel {
  /** Its next answer; undefined if it ends before, or is ended because it takes too long. */
  answer(): Promise<Answer | undefined>;
  ask(question: object): Promise<Answer | undefined>;
  /** Why there are no more answers. */
  ending(): Promise<string>;
}

/**
 * Questions and answers, a line of JSON each. The program is paused whenever it owes no answer, so that its threads,
 * which may spin for a while, take nothing from others.
 */
function channel(program: HostProgram, patience: number): Channel {
  let isTooSlow = false;

  async function answer(): Promise<Answer | undefined> {
    const timer = setTimeout(() => {
      isTooSlow = true;
      void program.end();
    }, 1000 * patience);
    try {
      for (let line = await program.read(); line !== undefined; line = await program.read()) {
        const said = parseAnswer(line);
        if (said === undefined) continue;
        program.pause();
        return said;
      }
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    answer,
    ask(question) {
      program.resume();
      program.write(JSON.stringify(question));
      return answer();
    },
    ending: async () =>
      isTooSlow ? `it needs more than ${formatSeconds(patience)} for an answer` : await program.ending,
  };
}

/** Libraries may print lines of their own, which mean nothing here. */
function parseAnswer(line: string): Answer | undefined {
  if (!line.startsWith('{')) return undefined;
  const answer: Answer = JSON.parse(line);
  return answer;
}
