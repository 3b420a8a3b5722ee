import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

/** Each layer imports only from itself and those to its left. */
const layers = 'support platform kernels backend tensor nn data formats inspect train tasks serve cli'.split(
  ' ',
);

/** The packages that a layer may import, by their exact names. None but platform/node may need Node. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'platform/node': ['node-api-headers'],
  data: ['csv-parse/browser/esm', 'csv-parse/browser/esm/sync', 'fast-png', 'yaml'],
  cli: ['commander'],
};

const hostNames = ['Buffer', 'process', 'require', '__dirname', '__filename'];

interface Import {
  readonly specifier: string;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

interface Module {
  readonly imports: readonly Import[];
  /** Names of Node's globals that the code mentions. */
  readonly hostNames: readonly string[];
}

/** A node of the syntax tree, as far as we look at it. */
type Node = { readonly type: string; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

const literal = (value: unknown): string | undefined =>
  isNode(value) && typeof value.value === 'string' ? value.value : undefined;

function readModule(name: string, text: string): Module {
  const { program, errors } = parseSync(name, text);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message}`);
  const imports: Import[] = [];
  const names = new Set<string>();
  const bound = new Set<string>(); // by the module itself, as in `const { process } = platform`
  const visit = (value: unknown, isName = false): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value)) return;
    const specifier = literal(value.source);
    if (specifier !== undefined) imports.push({ specifier, typeOnly: isTypeOnly(value) });
    if (value.type === 'Identifier' && !isName && hostNames.includes(String(value.name)))
      names.add(String(value.name));
    for (const name of boundNames(value)) bound.add(name);
    for (const [key, child] of Object.entries(value)) visit(child, key === (isNamed(value) ?? ''));
  };
  visit(program);
  return { imports, hostNames: [...names].filter((name) => !bound.has(name)) };
}

/** The names that a declaration, a parameter or a destructuring brings. */
function boundNames({ type, id, params, properties }: Node): string[] {
  const nameOf = (node: unknown): string[] =>
    isNode(node) && node.type === 'Identifier' ? [String(node.name)] : [];
  const values = type === 'ObjectPattern' && Array.isArray(properties) ? properties.map((p) => p.value) : [];
  return [id, ...values, ...(Array.isArray(params) ? params : [])].flatMap(nameOf);
}

/** The child that is only a name (of a member, a property), not a reference to a variable. */
function isNamed(node: Node): string | undefined {
  if (node.type === 'MemberExpression' && !node.computed) return 'property';
  const members = [
    'Property',
    'PropertyDefinition',
    'MethodDefinition',
    'TSPropertySignature',
    'TSMethodSignature',
  ];
  return members.includes(node.type) && !node.computed ? 'key' : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const { specifiers } = node;
  return (
    Array.isArray(specifiers) &&
    specifiers.length > 0 &&
    specifiers.every((s) => isNode(s) && (s.importKind === 'type' || s.exportKind === 'type'))
  );
}

/** The file in src that an import means, as `tensor/tensor.ts`; undefined for a package or Node. */
function resolve(file: string, specifier: string): string | undefined {
  if (specifier === '#platform') return 'platform/node/index.ts';
  return specifier.startsWith('.') ? join(dirname(file), specifier) : undefined;
}

const layerOf = (file: string): number => layers.indexOf(file.split('/')[0]);

const inNode = (file: string): boolean => file.startsWith('platform/node/');

function layerFaults(file: string, { imports }: Module): string[] {
  if (!file.includes('/')) return []; // the public entries at the root of src import what they like
  return imports.flatMap(({ specifier }) => {
    const target = resolve(file, specifier);
    if (target === undefined) return [];
    const [, task] = file.split('/');
    const [layer, other, ...deeper] = target.split('/');
    // What lies beside the folders of the tasks brings them together.
    const inTask = /^tasks\/.+\//.test(file);
    const sideways = layer === 'tasks' && inTask && deeper.length > 0 && task !== other;
    const rightwards = layerOf(target) < 0 || layerOf(file) < 0 || layerOf(target) > layerOf(file);
    return sideways || rightwards ? [`${file} imports ${specifier}`] : [];
  });
}

function packageFaults(file: string, { imports, hostNames }: Module): string[] {
  const allowed = packages[inNode(file) ? 'platform/node' : file.split('/')[0]] ?? [];
  const faults = imports.flatMap(({ specifier }) => {
    if (resolve(file, specifier) !== undefined || allowed.includes(specifier)) return [];
    return inNode(file) && specifier.startsWith('node:') ? [] : [`${file} imports ${specifier}`];
  });
  return inNode(file) ? faults : [...faults, ...hostNames.map((name) => `${file} uses ${name}`)];
}

/** A cycle of imports that run, as the list of its files. */
function findCycle(modules: ReadonlyMap<string, Module>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const { specifier, typeOnly } of modules.get(file)?.imports ?? []) {
      const target = typeOnly ? undefined : resolve(file, specifier);
      const cycle = target === undefined ? undefined : visit(target);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of modules.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}

const root = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const contents = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const modules = new Map(
  [...contents]
    .filter(([file]) => file.endsWith('.ts'))
    .map(([file, text]) => [file, readModule(file, text)]),
);

describe('the sources', () => {
  test('every relative import names a file that exists', () => {
    const missing = [...modules].flatMap(([file, { imports }]) =>
      imports
        .filter(({ specifier }) => !contents.has(resolve(file, specifier) ?? file))
        .map((i) => [file, i.specifier]),
    );
    expect(missing).toEqual([]);
  });

  test('layers import only leftwards, and tasks share nothing sideways', () => {
    expect([...modules].flatMap(([file, module]) => layerFaults(file, module))).toEqual([]);
  });

  test('only platform/node needs Node, and layers import only the packages they may', () => {
    expect([...modules].flatMap(([file, module]) => packageFaults(file, module))).toEqual([]);
  });

  test('no cycles', () => {
    expect(findCycle(modules)).toBeUndefined();
  });

  test('no file has more than 400 lines, but for generated ones', () => {
    const long = [...contents].filter(
      ([, text]) => text.split('\n').length > 401 && !/generated/i.test(text.slice(0, 200)),
    );
    expect(long.map(([file]) => file)).toEqual([]);
  });
});

describe('these checks find what they look for', () => {
  const check = (faults: (file: string, module: Module) => string[], file: string, text: string): number =>
    faults(file, readModule(file, text)).length;

  test.each<[faults: number, file: string, text: string]>([
    [1, 'support/a.ts', "import type { A } from '../tensor/a.ts';"],
    [1, 'nn/a.ts', "export * from '../train/a.ts';"],
    [1, 'nn/a.ts', "type A = import('../train/a.ts').A;"],
    [1, 'nn/a.ts', "const a = await import('../train/a.ts');"],
    [1, 'nn/a.ts', "import a from '../elsewhere/a.ts';"],
    [1, 'tasks/a/x.ts', "import a from '../b/x.ts';"],
    [1, 'kernels/a.ts', "import a from '../index.ts';"],
    [
      0,
      'tasks/a/x.ts',
      "import a from '../task.ts'; import b from './b/c.ts'; import { p } from '#platform';",
    ],
    [
      0,
      'train/a.ts',
      "// import '../cli/a.ts'\nimport a from '../nn/a.ts'; const s = \"from '../cli/a.ts'\";",
    ],
    [0, 'index.ts', "export * from './cli/a.ts';"],
  ])('%i in layers of %s: %s', (faults, file, text) => expect(check(layerFaults, file, text)).toBe(faults));

  test.each<[faults: number, file: string, text: string]>([
    [1, 'data/a.ts', "import fs from 'node:fs';"],
    [1, 'data/a.ts', "import fs from 'fs';"],
    [1, 'data/a.ts', "import { parse } from 'csv-parse/sync';"],
    [1, 'nn/a.ts', "import { Command } from 'commander';"],
    [1, 'nn/a.ts', 'const a = Buffer.from([]);'],
    [2, 'nn/a.ts', 'const a = { b: process, c: globalThis[require] };'],
    [0, 'nn/a.ts', 'const a = { process: 1 }; a.process; interface B { process: number }'],
    [0, 'cli/a.ts', 'const { process } = platform; process.exit(1);'],
    [0, 'cli/a.ts', 'export function run(process: HostProcess) { process.exit(1); }'],
    [1, 'cli/a.ts', 'const { a } = process; process.exit(1);'],
    [0, 'platform/node/a.ts', "import fs from 'node:fs'; process.exit(Buffer);"],
    [0, 'cli/a.ts', "import { Command } from 'commander';"],
  ])('%i in packages of %s: %s', (faults, file, text) =>
    expect(check(packageFaults, file, text)).toBe(faults),
  );

  test('cycles, but not of types', () => {
    const graph = (last: string) =>
      new Map([
        ['nn/a.ts', readModule('a.ts', "import { b } from './b.ts';")],
        ['nn/b.ts', readModule('b.ts', "export * from './c.ts';")],
        ['nn/c.ts', readModule('c.ts', last)],
      ]);
    expect(findCycle(graph("import { a } from './a.ts';"))).toEqual([
      'nn/a.ts',
      'nn/b.ts',
      'nn/c.ts',
      'nn/a.ts',
    ]);
    expect(
      findCycle(graph("import type { a } from './a.ts'; import { type A } from './a.ts';")),
    ).toBeUndefined();
  });
});
