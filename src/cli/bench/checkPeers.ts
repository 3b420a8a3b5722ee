import type { Peer } from './peer.ts';
import { startOrReason } from './startOrReason.ts';

export interface PeerCheck {
  readonly peer: Peer;
  readonly works: boolean;
  /** What it is, or why it does not run and what to do. */
  readonly note: string;
}

/** Starts every peer once, and says what it is or why it cannot be. */
export async function checkPeers(peers: readonly Peer[]): Promise<PeerCheck[]> {
  const checks: PeerCheck[] = [];
  for (const peer of peers) {
    const process = await startOrReason(peer, 1);
    const works = typeof process !== 'string';
    checks.push({ peer, works, note: works ? process.about : process });
    if (works) await process.close();
  }
  return checks;
}
