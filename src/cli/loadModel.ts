import { openModel } from '../formats/model/openModel.ts';
import type { StoredModel } from '../formats/model/manifest.ts';
import { folderSource } from '../formats/model/modelSource.ts';
import { fail } from '../support/errors.ts';
import type { Host } from './host.ts';
import type { AnyTask } from './tasks.ts';

/** A model of a folder and its task. `roles`: the files of it that are needed, by default those that predict. */
export async function loadModel(
  host: Host,
  folder: string,
  roles: readonly string[] | 'all' = ['weights'],
): Promise<{ model: StoredModel; task: AnyTask }> {
  const { files } = host.platform;
  if ((await files.isFolder(folder)) && !(await files.exists(files.join(folder, 'model.json')))) {
    fail(
      'file-missing',
      folder,
      'there is no model in this folder',
      'Give the folder that unrolled train made.',
    );
  }
  const model = await openModel(folderSource(folder, files), roles === 'all' ? undefined : roles);
  const name = model.manifest.task;
  if (!Object.hasOwn(host.tasks, name)) {
    const remedy = 'Upgrade Unrolled to a release that has it.';
    fail('bad-model', folder, `it is a model of the task ${name}, which this release does not have`, remedy);
  }
  return { model, task: await host.tasks[name]() };
}
