/** The name of a model's file: its role and the first 16 hexadecimal digits of the SHA-256 of its content. */
export function blobName(role: string, sha256: string): string {
  return `${role}-${sha256.slice(0, 16)}.safetensors`;
}

export function isBlobName(name: string): boolean {
  return /^[a-z]+-[0-9a-f]{16}\.safetensors$/.test(name);
}

/** True for what an interrupted write left of a file of ours (`Files.write` says how such files are named). */
export function isTemporaryName(name: string): boolean {
  const [, whole] = /^\.(.+)\.[0-9a-f]+\.tmp$/.exec(name) ?? [];
  return whole !== undefined && (whole === 'model.json' || whole === 'metrics.jsonl' || isBlobName(whole));
}
