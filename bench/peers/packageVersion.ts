import { readFileSync } from 'node:fs';

/** The version of a package that is installed beside the peers. */
export function packageVersion(name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8'),
  );
  return version;
}
