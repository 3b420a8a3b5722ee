import { platform } from '#platform';
import { count, members, string } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { formatCount } from '../../support/format.ts';

/** What tells the text that a model was trained on, without keeping it: part of model.json. */
export type TrainedText = { readonly characters: number; readonly sha256: string };

export async function trainedText(text: string): Promise<TrainedText> {
  return { characters: text.length, sha256: await platform.sha256(new TextEncoder().encode(text)) };
}

/** A warning where a text is, or begins with, the one that a model was trained on. */
export async function warnOfTrained(text: string, { data }: ModelManifest): Promise<string[]> {
  const trained = data?.trained;
  if (!isTrained(trained) || trained.characters > text.length) return [];
  const start = await trainedText(text.slice(0, trained.characters));
  if (start.sha256 !== trained.sha256) return [];
  const which =
    trained.characters === text.length
      ? 'This is the text'
      : `The first ${formatCount(trained.characters)} of ${formatCount(text.length)} characters are the text`;
  return [`${which} that the model was trained on: the scores flatter it. Give a text that it has not seen.`];
}

function isTrained(value: unknown): value is TrainedText {
  return members({ characters: count, sha256: string })(value, 'data.trained') === undefined;
}
