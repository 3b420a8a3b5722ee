import { UnrolledError } from '../../support/errors.ts';
import type { Peer, PeerProcess } from './peer.ts';

/** The process of a peer, or why there is none. */
export async function startOrReason(peer: Peer, threads: number): Promise<PeerProcess | string> {
  try {
    return await peer.start(threads);
  } catch (error) {
    if (!(error instanceof UnrolledError) || error.code !== 'no-peer') throw error;
    return error.message.replace(`${peer.name}: `, '');
  }
}
