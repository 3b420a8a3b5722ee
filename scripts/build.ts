/**
 * `npm run build`: WebAssembly modules into wasm/, the native addon into the user's cache if there is a C compiler,
 * TypeScript into dist/, and on these Studio's page into studio-dist/. Each part is made only if something that goes into
 * it has changed. TypeScript joined for Node into node/ is made always, since it takes less than a second.
 */
import { platform } from '#platform';
import { buildAddon } from '../src/backend/native.ts';
import { generateSources } from '../src/kernels/generateSources.ts';
import { kernels } from '../src/kernels/index.ts';
import { native } from '../src/platform/node/native.ts';
import { buildStudio } from './buildStudio.ts';
import { buildTypeScript } from './buildTypeScript.ts';
import { buildWasm } from './buildWasm.ts';
import { bundleNode } from './bundleNode.ts';

const root = new URL('../', import.meta.url);
const tell = (line: string): void => platform.process.error(`${line}\n`);

const compiling = buildTypeScript(root, tell);
try {
  await buildWasm(new URL('wasm/', root), generateSources(await native.sources(), kernels), tell);
  const addon = await buildAddon();
  if (!addon.cached) tell(addon.note);
  await bundleNode(root);
  if (await compiling) await buildStudio(root, tell);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  platform.process.setExitCode(1);
}
if (!(await compiling)) platform.process.setExitCode(1);
