import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const run = promisify(execFile);

/** A file and all that it imports as it loads. */
function loadedFrom(file: URL, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file.href)) return found;
  found.add(file.href);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b.*"(\.[^"]+)";$/gm))
    loadedFrom(new URL(specifier, file), found);
  return found;
}

// One by one the library has hundreds of modules.
test.each([
  ['index.js', 2, 64],
  ['cli/main.js', 2, 20],
])('node/%s starts on few files', (entry, least, most) => {
  const { size } = loadedFrom(new URL(`node/${entry}`, root));
  expect(size).toBeGreaterThanOrEqual(least);
  expect(size).toBeLessThanOrEqual(most);
});

/** The gradient of sum(x^2) is 2x; wasm on two threads needs the module, the thread's file and the error classes. */
const program = `
  const { backward, openContext, square, sum, UnrolledError } = await import('unrolled');
  const context = await openContext({ backend: 'wasm', threads: 2 });
  const x = context.parameter([1, 2, 3], [3]);
  context.step(() => backward(sum(square(x))));
  const error = await openContext({ threads: 0 }).catch((error) => error);
  console.log(JSON.stringify({
    place: import.meta.resolve('unrolled'),
    gradient: [...x.gradient.toArray()],
    isOurs: error instanceof UnrolledError,
    threads: context.backend.threads,
  }));
  context.close();
`;

test('Node takes node/, where kernels, threads and errors are found', async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', `--eval=${program}`], {
    cwd: fileURLToPath(root),
  });
  expect(JSON.parse(stdout)).toEqual({
    place: new URL('node/index.js', root).href,
    gradient: [2, 4, 6],
    isOurs: true,
    threads: 2,
  });
});
