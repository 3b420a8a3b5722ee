import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../studio', import.meta.url));

/** Beside its own files the page knows the package's public entry and what draws it. */
const packages = ['unrolled', 'svelte'];

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && entry.name !== 'vite.config.ts')
  .map((entry) => join(entry.parentPath, entry.name));

/** The TypeScript of a file; of a component that of its script. */
const scriptOf = (file: string, text: string): string =>
  file.endsWith('.svelte') ? (/<script lang="ts">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;

function faults(file: string, text: string): string[] {
  const { module, errors } = parseSync('page.ts', scriptOf(file, text));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((one) => one.moduleRequest?.value ?? []),
    ),
  ];
  return names.filter((name) =>
    name.startsWith('.')
      ? relative(root, resolve(file, '..', name)).startsWith('..')
      : !packages.includes(name),
  );
}

test('Studio stands on the public entry of the package alone', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(
    files.flatMap((file) => faults(file, readFileSync(file, 'utf8')).map((name) => [file, name])),
  ).toEqual([]);
});

test.each([
  [1, "import { a } from '../src/index.ts';"],
  [1, "import { a } from 'unrolled/dist/a.js';"],
  [1, "export { a } from 'node:fs';"],
  [0, "import { a } from './run/a.ts'; import { load } from 'unrolled';"],
])('%i in %s', (count, text) => expect(faults(join(root, 'a.ts'), text)).toHaveLength(count));

test('no file has more than 400 lines', () => {
  expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 401)).toEqual([]);
});
