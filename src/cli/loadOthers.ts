import type { StoredModel } from '../formats/model/manifest.ts';
import { fail } from '../support/errors.ts';
import type { Host } from './host.ts';
import { loadModel } from './loadModel.ts';
import type { Given, OptionSpec } from './options/optionSpec.ts';
import type { AnyTask } from './tasks.ts';

/** The option that names models to answer together with the first, where the task has such. */
export const othersOption = (task: AnyTask | undefined): readonly OptionSpec[] =>
  task?.together ? [{ name: 'with', kind: 'list', placeholder: 'MODEL,...', help: task.together }] : [];

/** The models to answer together with one of the task. Throws `bad-argument` for one of another task. */
export async function loadOthers(host: Host, task: AnyTask, given: Given): Promise<StoredModel[]> {
  const folders = Array.isArray(given.with) ? given.with.map(String) : [];
  return Promise.all(
    folders.map(async (folder) => {
      const other = await loadModel(host, folder);
      if (other.task.name === task.name) return other.model;
      const what = `${folder} is a model of the task ${other.task.name}, not ${task.name}`;
      return fail('bad-argument', '--with', what, 'Give models of one task.');
    }),
  );
}
