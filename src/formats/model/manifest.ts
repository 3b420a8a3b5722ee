import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { isBlobName } from './blobName.ts';
import { be, count, each, isObject, members, number, object, optional, present, string } from './check.ts';

/** The format version that this release writes, and the newest that it reads. */
export const MODEL_VERSION = 1;

type JsonObject = { readonly [key: string]: Json };

/** What `model.json` says. */
export type ModelManifest = {
  readonly format: 'unrolled';
  readonly version: typeof MODEL_VERSION;
  /** The release of Unrolled that made it. */
  readonly createdWith: string;
  readonly task: string;
  readonly architecture: Json;
  readonly vocabulary?: Json | undefined;
  readonly scaling?: Json | undefined;
  /** What it was trained on. */
  readonly data?: (JsonObject & { readonly name: string; readonly sha256: string }) | undefined;
  readonly seed: number;
  readonly training: JsonObject;
  /** A few inputs with the outputs that the model gave for them, to check it on another machine. */
  readonly probes: readonly { readonly input: Json; readonly output: readonly number[] }[];
  /** By role: `weights` is what predicts, `state` all else that a resume needs. */
  readonly files: {
    readonly [role: string]: { readonly name: string; readonly sha256: string; readonly bytes: number };
  };
};

const hash = be('hash', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
const blobName = be('file name', (value) => typeof value === 'string' && isBlobName(value));

const checkManifest = members({
  version: be(String(MODEL_VERSION), (value) => value === MODEL_VERSION),
  createdWith: string,
  task: string,
  architecture: present,
  data: optional(members({ name: string, sha256: hash })),
  seed: count,
  training: object,
  probes: each('array', members({ input: present, output: each('array', number) })),
  files: each('object', members({ name: blobName, sha256: hash, bytes: count })),
});

/** A manifest without what follows from the files beside it. */
export type ModelDescription = Omit<ModelManifest, 'format' | 'version' | 'files'>;

/** A model in memory: what model.json says, and its files by role. Plain data: it can be sent to a worker. */
export interface StoredModel {
  readonly manifest: ModelManifest;
  readonly blobs: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** The content of a `model.json`; `where` names it in errors. Throws `bad-model`. */
export function parseManifest(text: string, where: string): ModelManifest {
  const remedy = 'Give the folder that unrolled train made.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    fail('bad-model', where, 'it is not JSON', remedy);
  }
  if (!isObject(value) || value.format !== 'unrolled') {
    fail('bad-model', where, 'it is not the model.json of a model of Unrolled', remedy);
  }
  if (typeof value.version === 'number' && value.version > MODEL_VERSION) {
    const maker = typeof value.createdWith === 'string' ? `, made with unrolled ${value.createdWith}` : '';
    const what = `it has format version ${value.version}${maker}; this release reads up to ${MODEL_VERSION}`;
    fail('bad-model', where, what, 'Upgrade Unrolled to a release that reads it.');
  }
  const fault = checkManifest(value, '');
  if (fault !== undefined) fail('bad-model', where, fault, 'Restore it or train again.');
  return value as ModelManifest;
}
