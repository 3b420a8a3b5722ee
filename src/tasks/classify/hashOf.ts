import type { LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import type { Platform } from '../../platform/platform.ts';

/** The hash of data: of its contents and labels, bit for bit. */
export async function hashOf(
  platform: Platform,
  ...parts: readonly (readonly LabelledSequence[])[]
): Promise<string> {
  const all = parts.flat();
  const head = JSON.stringify([
    parts.map((part) => part.length),
    all.map(({ labels, content }) => [labels, typeof content === 'string' ? content : content.length]),
  ]);
  const pieces = [
    new TextEncoder().encode(head),
    ...all.flatMap(({ content }) =>
      typeof content === 'string'
        ? []
        : [new Uint8Array(content.buffer, content.byteOffset, content.byteLength)],
    ),
  ];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return platform.sha256(bytes);
}
