import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from '#platform';
import { onTestFinished } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { commands } from '../../src/cli/commands.ts';
import { run } from '../../src/cli/run.ts';
import type { TaskRegistry } from '../../src/cli/tasks.ts';
import { fakeTask } from './fakeTask.ts';

export interface FakeHost {
  readonly host: Host;
  /** An empty folder of the test's own. */
  readonly folder: string;
  /** A path in it. */
  readonly path: (...parts: string[]) => string;
  readonly write: (name: string, text: string) => Promise<string>;
  readonly read: (name: string) => Promise<string>;
  /** Runs a command line; what it wrote since the last one. */
  readonly run: (...args: string[]) => Promise<{ code: number; out: string; error: string }>;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
  /** Moves the clock on, in milliseconds. */
  readonly wait: (milliseconds: number) => void;
  readonly state: { out: string; error: string; input: string; exits: number[]; columns: number | undefined };
}

/** A host whose process is the test's: real files in a folder of its own, the fake task, a clock that stands. */
export async function fakeHost({
  terminal = false,
  environment = {} as Record<string, string>,
  tasks = { fake: async () => fakeTask } as TaskRegistry,
} = {}): Promise<FakeHost> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const state = {
    out: '',
    error: '',
    input: '',
    exits: [] as number[],
    columns: undefined as number | undefined,
  };
  const listeners = new Set<() => void>();
  let time = 0;
  const host: Host = {
    tasks,
    commands,
    platform: {
      ...platform,
      now: () => time,
      process: {
        args: [],
        environment: (name) => environment[name],
        get terminalColumns() {
          return state.columns;
        },
        inputIsTerminal: terminal,
        errorIsTerminal: terminal,
        out: (text) => {
          state.out += text;
        },
        error: (text) => {
          state.error += text;
        },
        input: async () => state.input,
        inputLines: async function* () {
          yield* state.input.replace(/\n$/, '').split('\n');
        },
        setExitCode: () => {},
        exit: (code) => {
          state.exits.push(code);
          throw new Error(`exit ${code}`);
        },
        onInterrupt: (callback) => {
          listeners.add(callback);
          return () => listeners.delete(callback);
        },
      },
    },
  };
  const path = (...parts: string[]): string => join(folder, ...parts);
  return {
    host,
    folder,
    path,
    state,
    write: async (name, text) => {
      await platform.files.write(path(name), text);
      return path(name);
    },
    read: async (name) => new TextDecoder().decode(await platform.files.read(path(name))),
    run: async (...args) => {
      state.out = '';
      state.error = '';
      const code = await run(args, host);
      return { code, out: state.out, error: state.error };
    },
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    wait: (milliseconds) => {
      time += milliseconds;
    },
  };
}
