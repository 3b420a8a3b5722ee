import * as z from 'zod/mini';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import { isBlobName } from './blobName.ts';

/** The format version that this release writes, and the newest that it reads. */
export const MODEL_VERSION = 1;

/** Any JSON value; what was parsed from text is one. */
const json = z.custom<Json>((value) => value !== undefined);
const jsonObject = z.custom<{ readonly [key: string]: Json }>(isObject);
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = z.int().check(z.nonnegative());

const schema = z.object({
  format: z.literal('unrolled'),
  version: z.literal(MODEL_VERSION),
  /** The release of Unrolled that made it. */
  createdWith: z.string(),
  task: z.string(),
  architecture: json,
  vocabulary: z.optional(json),
  scaling: z.optional(json),
  /** What it was trained on. */
  data: z.optional(z.readonly(z.catchall(z.object({ name: z.string(), sha256: hash }), json))),
  seed: count,
  training: jsonObject,
  /** A few inputs with the outputs that the model gave for them, to check it on another machine. */
  probes: z.readonly(z.array(z.readonly(z.object({ input: json, output: z.readonly(z.array(z.number())) })))),
  /** By role: `weights` is what predicts, `state` all else that a resume needs. */
  files: z.readonly(
    z.record(
      z.string(),
      z.readonly(z.object({ name: z.string().check(z.refine(isBlobName)), sha256: hash, bytes: count })),
    ),
  ),
});

/** What `model.json` says. */
export type ModelManifest = Readonly<z.infer<typeof schema>>;

/** A manifest without what follows from the files beside it. */
export type ModelDescription = Omit<ModelManifest, 'format' | 'version' | 'files'>;

/** A model in memory: what model.json says, and its files by role. Plain data: it can be sent to a worker. */
export interface StoredModel {
  readonly manifest: ModelManifest;
  readonly blobs: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
    fail('bad-model', where, what, 'Upgrade: npm install unrolled@latest.');
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const expected = 'expected' in issue ? `: ${issue.expected} expected` : '';
    fail(
      'bad-model',
      where,
      `${issue.path.join('.')} is missing or wrong${expected}`,
      'Restore it or train again.',
    );
  }
  return result.data;
}
