import { fail } from '../support/errors.ts';
import type { Task, TrainingOptions } from '../tasks/task.ts';
import { didYouMean } from './options/didYouMean.ts';

/** A task as the command line sees it: what its reader makes of files is handed on unopened. */
export type AnyTask = Task<{ readonly notes: readonly string[] }, TrainingOptions>;

export type TaskRegistry = Readonly<Record<string, () => Promise<AnyTask>>>;

/** The tasks by name; each is loaded when it is asked for. */
export const tasks: TaskRegistry = {
  answer: async () => (await import('../tasks/answer/task.ts')).task,
  chat: async () => (await import('../tasks/chat/task.ts')).task,
  classify: async () => (await import('../tasks/classify/task.ts')).task,
  forecast: async () => (await import('../tasks/forecast/task.ts')).task,
  generate: async () => (await import('../tasks/generate/task.ts')).task,
  memory: async () => (await import('../tasks/memory/task.ts')).task,
  music: async () => (await import('../tasks/music/task.ts')).task,
  tag: async () => (await import('../tasks/tag/task.ts')).task,
  transcribe: async () => (await import('../tasks/transcribe/task.ts')).task,
  translate: async () => (await import('../tasks/translate/task.ts')).task,
  tree: async () => (await import('../tasks/tree/task.ts')).task,
};

/** Throws `unknown-option` with the nearest names. */
export async function loadTask(registry: TaskRegistry, name: string): Promise<AnyTask> {
  if (!Object.hasOwn(registry, name)) {
    fail('unknown-option', name, 'there is no such task', didYouMean(name, Object.keys(registry)));
  }
  return await registry[name]();
}
