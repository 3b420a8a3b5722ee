import type { Platform } from '../../platform/platform.ts';
import { readText } from '../file/readText.ts';
import type { BadLines } from '../tags/badLines.ts';
import { readBabi } from './readBabi.ts';
import { readStoryLines } from './readStoryLines.ts';
import type { StoryQuestion } from './storyQuestion.ts';

/** The questions of a text in JSON lines, which begin with a brace, or in the form of bAbI. Reports what is bad. */
export const readStoryText = (text: string, file: string, bad: BadLines): StoryQuestion[] =>
  (text.trimStart().startsWith('{') ? readStoryLines : readBabi)(text, file, bad);

/** The same of a file (UTF-8, plain or gzipped). Throws `file-missing`, `bad-data`. */
export async function readStories(platform: Platform, path: string, bad: BadLines): Promise<StoryQuestion[]> {
  return readStoryText(await readText(platform, path), platform.files.baseName(path), bad);
}
