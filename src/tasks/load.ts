import { platform } from '#platform';
import type { StoredModel } from '../formats/model/manifest.ts';
import { folderSource, urlSource } from '../formats/model/modelSource.ts';
import { openModel } from '../formats/model/openModel.ts';
import { fail } from '../support/errors.ts';
import * as answer from './answer/index.ts';
import * as chat from './chat/index.ts';
import * as classify from './classify/index.ts';
import * as forecast from './forecast/index.ts';
import * as generate from './generate/index.ts';
import * as memory from './memory/index.ts';
import * as music from './music/index.ts';
import * as tag from './tag/index.ts';
import type { Engine } from './task.ts';
import * as transcribe from './transcribe/index.ts';
import * as translate from './translate/index.ts';
import * as tree from './tree/index.ts';

/** A trained model at work; `task` tells which. */
export type LoadedModel =
  | answer.Answerer
  | chat.Chatbot
  | classify.Classifier
  | forecast.Forecaster
  | generate.TextGenerator
  | memory.MemoryNetwork
  | music.Composer
  | tag.Tagger
  | transcribe.Transcriber
  | translate.Translator
  | tree.TreeLabeller;

/**
 * Loads a trained model of any task: from a folder (Node), a URL (a page's may be relative to it), or memory. Only what
 * predicts is read. Throws `file-missing`, `bad-model`, `no-backend`.
 */
export async function load(source: string | URL | StoredModel, engine: Engine = {}): Promise<LoadedModel> {
  const stored = isStored(source) ? source : await openModel(placeOf(source), ['weights']);
  const { task } = stored.manifest;
  if (task === 'answer') return answer.open(stored, engine);
  if (task === 'chat') return chat.open(stored, engine);
  if (task === 'classify') return classify.open(stored, engine);
  if (task === 'forecast') return forecast.open(stored, engine);
  if (task === 'generate') return generate.open(stored, engine);
  if (task === 'memory') return memory.open(stored, engine);
  if (task === 'music') return music.open(stored, engine);
  if (task === 'tag') return tag.open(stored, engine);
  if (task === 'transcribe') return transcribe.open(stored, engine);
  if (task === 'translate') return translate.open(stored, engine);
  if (task === 'tree') return tree.open(stored, engine);
  const what = `it is a model of the task ${task}, which this release does not have`;
  return fail('bad-model', 'load', what, 'Upgrade Unrolled to a release that has it.');
}

const isStored = (source: string | URL | StoredModel): source is StoredModel =>
  typeof source === 'object' && 'manifest' in source;

/** In Node a string is a folder unless it says `https:`. */
const placeOf = (source: string | URL): ReturnType<typeof urlSource> =>
  platform.name === 'node' && typeof source === 'string' && !/^https?:\/\//.test(source)
    ? folderSource(source)
    : urlSource(source);
