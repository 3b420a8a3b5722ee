import type { Files } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';

/** What the user said about a model that is already there. */
export interface FolderIntent {
  readonly resume?: boolean;
  readonly overwrite?: boolean;
}

/**
 * Decides what a training run may do to the folder it shall write: `new` where there is no model yet. Throws
 * `file-exists` where there is one and the intent does not say what is meant, and `bad-argument` for a path that is
 * a file, for both intents at once, and for a model.json of another program, which is never replaced.
 */
export async function guardFolder(
  files: Files,
  folder: string,
  { resume, overwrite }: FolderIntent,
): Promise<'new' | 'resume' | 'overwrite'> {
  if (resume && overwrite)
    fail('bad-argument', folder, '--resume and --overwrite exclude each other', 'Give one.');
  if ((await files.exists(folder)) && !(await files.isFolder(folder))) {
    fail('bad-argument', folder, 'this is a file, and a model is a folder', 'Choose another name.');
  }
  const path = files.join(folder, 'model.json');
  if (!(await files.exists(path))) return 'new';
  if (await isForeign(files, path)) {
    fail('bad-argument', path, 'this file belongs to another program', 'Choose another folder.');
  }
  if (resume) return 'resume';
  if (overwrite) return 'overwrite';
  const remedy = 'Give --resume to go on with it, --overwrite to replace it, or another folder.';
  return fail('file-exists', folder, 'it holds a model already', remedy);
}

/** True for JSON that does not say it is ours; a damaged file may be ours. */
async function isForeign(files: Files, path: string): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await files.read(path)));
    return typeof value !== 'object' || value === null || !('format' in value) || value.format !== 'unrolled';
  } catch {
    return false;
  }
}
