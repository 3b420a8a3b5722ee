import { UnrolledError } from '../../support/errors.ts';
import type { Peer } from './peer.ts';

export interface PeerCheck {
  readonly peer: Peer;
  readonly works: boolean;
  /** What it is, or why it does not run and what to do. */
  readonly note: string;
}

/** Starts every peer once, and says what it is or why it cannot be. */
export async function checkPeers(peers: readonly Peer[]): Promise<PeerCheck[]> {
  const checks: PeerCheck[] = [];
  for (const peer of peers) checks.push(await tryPeer(peer));
  return checks;
}

async function tryPeer(peer: Peer): Promise<PeerCheck> {
  try {
    const process = await peer.start(1);
    await process.close();
    return { peer, works: true, note: process.about };
  } catch (error) {
    if (!(error instanceof UnrolledError) || error.code !== 'no-peer') throw error;
    return { peer, works: false, note: error.message.replace(`${peer.name}: `, '') };
  }
}
