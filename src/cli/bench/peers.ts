import type { Platform } from '../../platform/platform.ts';
import type { Programs } from '../../platform/program.ts';
import { fail } from '../../support/errors.ts';
import type { Peer } from './peer.ts';
import { startPeer } from './startPeer.ts';

const folder = 'bench/peers';

/** The peers that are modules for Node: a file each in bench/peers, which run.ts runs. */
const modules = [
  'onnxruntime-node',
  'onnxruntime-web',
  'tfjs-cpu',
  'tfjs-wasm',
  'jax-js',
  'brain.js',
] as const;

export const peerNames = ['torch', ...modules] as const;
export type PeerName = (typeof peerNames)[number];

/** The peers by these names. Throws `file-missing` where the sources that run them are not there. */
export async function peersOf(names: readonly PeerName[], platform: Platform): Promise<readonly Peer[]> {
  const { programs, files, process } = platform;
  if (programs === undefined || !(await files.exists(programs.path(`${folder}/package.json`)))) {
    return fail(
      'file-missing',
      '--peers',
      'the peers are not part of the package unrolled',
      'Measure them in a checkout of the sources of Unrolled.',
    );
  }
  const python = process.environment('UNROLLED_PYTHON') ?? 'python3';
  return names.map((name) =>
    name === 'torch' ? torch(programs, platform, python) : nodeModule(name, programs, platform),
  );
}

function torch(programs: Programs, platform: Platform, python: string): Peer {
  return {
    name: 'torch',
    start: (threads) =>
      startPeer(platform, {
        name: 'torch',
        remedy: `Install PyTorch for ${python}, or name a Python that has it in UNROLLED_PYTHON.`,
        program: () =>
          programs.start(python, [programs.path(`${folder}/torch_peer.py`), String(threads)], {
            OMP_NUM_THREADS: String(threads),
          }),
      }),
  };
}

function nodeModule(name: string, programs: Programs, platform: Platform): Peer {
  return {
    name,
    start: (threads) =>
      startPeer(platform, {
        name,
        remedy: 'Install it: npm run bench:peers-install',
        program: () =>
          programs.start(programs.runtime, [programs.path(`${folder}/run.ts`), name, String(threads)]),
      }),
  };
}
