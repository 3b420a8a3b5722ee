import { expect, test } from 'vitest';
import { type CommandSpec, parseArguments } from '../../src/cli/options/parseArguments.ts';
import { fakeHost } from './fakeHost.ts';

const spec: CommandSpec = {
  name: 'try',
  description: 'Tries.',
  operands: [{ name: 'data', help: 'files', takes: 'many' }],
  options: [
    { name: 'epochs', kind: 'count', help: 'passes' },
    { name: 'maxMinutes', kind: 'number', above: 0, help: 'minutes', default: 5 },
    { name: 'seed', kind: 'count', least: 0, help: 'seed' },
    { name: 'dropout', kind: 'fraction', below: 1, help: 'share' },
    { name: 'cell', kind: 'choice', choices: ['lstm', 'gru'], help: 'cell' },
    { name: 'target', kind: 'list', help: 'columns' },
    { name: 'out', kind: 'text', help: 'folder' },
    { name: 'both', kind: 'flag', help: 'both ends' },
    { name: 'config', kind: 'text', help: 'file' },
  ],
  examples: ['unrolled try a.csv'],
};

test('every kind of option is read in its type', async () => {
  const { host } = await fakeHost();
  const line =
    'a.csv --epochs 3 b.csv --max-minutes 0.5 --seed 0 --dropout 0.2 --cell gru --target x,y --out o --both';
  expect(await parseArguments(host, spec, line.split(' '))).toEqual({
    operands: ['a.csv', 'b.csv'],
    given: {
      epochs: 3,
      maxMinutes: 0.5,
      seed: 0,
      dropout: 0.2,
      cell: 'gru',
      target: ['x', 'y'],
      out: 'o',
      both: true,
    },
  });
});

test.each([
  ['--epochs -3', '--epochs: -3 is not allowed. Give a whole number of at least 1.'],
  ['--epochs 0', '--epochs: 0 is not allowed. Give a whole number of at least 1.'],
  ['--epochs 2.5', '--epochs: 2.5 is not allowed. Give a whole number of at least 1.'],
  ['--epochs abc', '--epochs: "abc" is not allowed. Give a whole number of at least 1.'],
  ['--epochs 1e999', '--epochs: "1e999" is not allowed. Give a whole number of at least 1.'],
  ['--epochs=', '--epochs: "" is not allowed. Give a whole number of at least 1.'],
  ['--seed -1', '--seed: -1 is not allowed. Give a whole number of at least 0.'],
  ['--max-minutes 0', '--max-minutes: 0 is not allowed. Give a number above 0.'],
  ['--max-minutes NaN', '--max-minutes: "NaN" is not allowed. Give a number above 0.'],
  ['--dropout 1', '--dropout: 1 is not allowed. Give a number from 0 to 1, but not 1.'],
  ['--cell lstn', '--cell: "lstn" is not one of its values. Did you mean lstm?'],
  ['--cell transformer', '--cell: "transformer" is not one of its values. There are lstm and gru.'],
  ['--target x,,y', '--target: ["x","","y"] is not allowed. Give names with commas between them.'],
  ['--epoch 3', 'unrolled try: there is no option --epoch. Did you mean --epochs?'],
  ['--zzzzzzzz', 'unrolled try: there is no option --zzzzzzzz. See unrolled try --help.'],
  ['--epochs', 'unrolled try: --epochs <N> needs a value. See unrolled try --help.'],
])('%s is refused with what is allowed', async (line, message) => {
  const { host } = await fakeHost();
  await expect(parseArguments(host, spec, ['a.csv', ...line.split(' ')])).rejects.toThrow(message);
});

test('missing operands are named', async () => {
  const { host } = await fakeHost();
  const message = 'unrolled try: <data> is missing. Example: unrolled try a.csv';
  await expect(parseArguments(host, spec, [])).rejects.toMatchObject({ code: 'bad-argument', message });
});

test('a configuration file gives options, and the command line wins', async () => {
  const { host, write } = await fakeHost();
  const config = await write('c.json', '{"epochs": 7, "maxMinutes": 2, "both": true, "target": ["x"]}');
  const parsed = await parseArguments(host, spec, [
    'a.csv',
    '--config',
    config,
    '--epochs',
    '9',
    '--no-both',
  ]);
  expect(parsed?.given).toEqual({ config, epochs: 9, maxMinutes: 2, both: false, target: ['x'] });
});

test.each([
  ['{"epoch": 7}', 'unknown-option', 'there is no option "epoch". Did you mean epochs?'],
  ['{"epochs": "7"}', 'bad-argument', 'epochs: "7" is not allowed. Give a whole number of at least 1.'],
  ['{"both": 1}', 'bad-argument', 'both: 1 is not allowed. Give true or false.'],
  ['{"config": "d.json"}', 'unknown-option', 'there is no option "config"'],
  ['[1]', 'bad-format', 'it is not a JSON object'],
  ['{', 'bad-format', 'it is not JSON'],
])('the configuration %s is refused', async (text, code, message) => {
  const { host, write } = await fakeHost();
  const config = await write('c.json', text);
  const parsing = parseArguments(host, spec, ['a.csv', '--config', config]);
  await expect(parsing).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  await expect(parsing).rejects.toThrow(config);
});

test('help has every option, its default and an example', async () => {
  const { host, state } = await fakeHost();
  expect(await parseArguments(host, spec, ['--help'])).toBeUndefined();
  expect(state.out).toContain('Usage: unrolled try [options] <data...>');
  expect(state.out).toMatch(/--max-minutes <X> +minutes \(default: 5\)/);
  expect(state.out).toMatch(/--cell <NAME> +cell \(lstm or gru\)/);
  expect(state.out).toContain('Example:\n  unrolled try a.csv');
  expect(state.out).not.toContain('--no-both');
});
