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

/** The instruction sets that peers can be held to as our native backend can. */
export const heldInstructions = ['avx2'] as const;
export type HeldInstructions = (typeof heldInstructions)[number];

/** What holds PyTorch to them: its own kernels, and the two libraries that multiply for it. */
const heldEnvironment: Readonly<Record<HeldInstructions, Readonly<Record<string, string>>>> = {
  avx2: { ATEN_CPU_CAPABILITY: 'avx2', ONEDNN_MAX_CPU_ISA: 'AVX2', MKL_ENABLE_INSTRUCTIONS: 'AVX2' },
};

/**
 * The peers by these names, held to `instructions` where these are given; then only PyTorch can be measured. Throws
 * `bad-argument`, and `file-missing` where the sources that run them are not there.
 */
export async function peersOf(
  names: readonly PeerName[],
  platform: Platform,
  instructions?: HeldInstructions,
): Promise<readonly Peer[]> {
  const free = instructions !== undefined && names.find((name) => name !== 'torch');
  if (free) {
    fail(
      'bad-argument',
      '--instructions',
      `${free} cannot be held to ${instructions}`,
      'Give --peers torch.',
    );
  }
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
    name === 'torch'
      ? torch(programs, platform, python, instructions && heldEnvironment[instructions])
      : nodeModule(name, programs, platform),
  );
}

function torch(
  programs: Programs,
  platform: Platform,
  python: string,
  environment: Readonly<Record<string, string>> = {},
): Peer {
  return {
    name: 'torch',
    start: (threads) =>
      startPeer(platform, {
        name: 'torch',
        remedy: `Install PyTorch for ${python}, or name a Python that has it in UNROLLED_PYTHON.`,
        program: () =>
          programs.start(python, [programs.path(`${folder}/torch_peer.py`), String(threads)], {
            OMP_NUM_THREADS: String(threads),
            ...environment,
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
