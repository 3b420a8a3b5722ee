import { openBackend } from '../../src/backend/open.ts';
import { Context } from '../../src/tensor/context.ts';

/** The backends that a numeric test runs on: all that this machine has. */
export const engines = [
  { name: 'reference float64', options: { backend: 'reference', precision: 'float64' } },
  { name: 'reference float32', options: { backend: 'reference' } },
  { name: 'wasm, 1 thread', options: { backend: 'wasm', threads: 1 } },
  { name: 'wasm, 2 threads', options: { backend: 'wasm', threads: 2 } },
  { name: 'native, 1 thread', options: { backend: 'native', threads: 1 } },
  { name: 'native, 2 threads', options: { backend: 'native', threads: 2 } },
] as const;

/** A context on an engine; undefined where this machine cannot run it (native without a compiler). */
export async function openContext(engine: (typeof engines)[number]): Promise<Context | undefined> {
  try {
    return new Context(await openBackend(engine.options));
  } catch (error) {
    if (engine.options.backend === 'native' && (error as { code?: string }).code === 'no-backend')
      return undefined;
    throw error;
  }
}

/** The engines that run here, each with an open context. */
export async function openContexts(): Promise<{ name: string; context: Context }[]> {
  const opened: { name: string; context: Context }[] = [];
  for (const engine of engines) {
    const context = await openContext(engine);
    if (context) opened.push({ name: engine.name, context });
  }
  return opened;
}
