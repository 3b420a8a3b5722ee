import { platform } from '#platform';
import { generateSources } from '../kernels/generateSources.ts';
import { kernels } from '../kernels/index.ts';
import type { NativeAddon, NativeBuild } from '../platform/native.ts';
import { fail } from '../support/errors.ts';
import type { Backend } from './backend.ts';
import { engineBackend, type FastOptions } from './engine.ts';
import { growth } from './growth.ts';

async function sources(): Promise<Map<string, string> | undefined> {
  return platform.native && generateSources(await platform.native.sources(), kernels);
}

/** The native addon, if it has been built on this machine. */
export async function findAddon(): Promise<NativeAddon | undefined> {
  const files = await sources();
  return files && platform.native?.load(files);
}

/** Builds the native addon into the user's cache unless it is there. Its absence is a note, never an error. */
export async function buildAddon(): Promise<NativeBuild> {
  const files = await sources();
  if (!files || !platform.native)
    return { file: undefined, cached: false, note: 'a browser runs no native code' };
  return platform.native.build(files);
}

export interface NativeOptions extends FastOptions {
  /** One of the addon's instruction sets; by default the fastest. */
  readonly instructions?: string;
}

/** Opens a heap and threads of the addon. Throws `bad-argument` for instructions that do not run here. */
export function nativeBackend(addon: NativeAddon, threads: number, options: NativeOptions = {}): Backend {
  const { instructions = addon.instructions[0] } = options;
  if (!addon.instructions.includes(instructions)) {
    fail(
      'bad-argument',
      'native backend',
      `instructions "${instructions}": this processor or the addon has none of that name`,
      `Here are: ${addon.instructions.join(', ')}.`,
    );
  }
  const engine = addon.open(threads, instructions);
  const limit = Math.min(Math.floor(engine.room / 4), 2 ** 32 - 16);
  const empty = { f: new Float32Array(0), i: new Int32Array(0) };
  let memory = empty;
  return engineBackend(
    {
      name: 'native',
      build: instructions,
      threads: engine.threads,
      command: new Float64Array(engine.command),
      workPerLook: 2 ** 13,
      get memory() {
        return memory;
      },
      implemented: (kernel) => engine.implemented(kernel),
      grow(elements) {
        if (elements <= memory.f.length) return;
        if (elements > limit) {
          const have = `the heap has room for ${limit} elements, and ${elements} are needed`;
          fail('out-of-memory', 'native backend', have, 'Use smaller batches or shorter sequences.');
        }
        const view = engine.view(4 * growth(memory.f.length, elements, limit));
        memory = { f: new Float32Array(view), i: new Int32Array(view) };
      },
      run: () => engine.run(),
      close() {
        memory = empty;
        engine.close();
      },
    },
    options,
  );
}
