import { fail } from '../../support/errors.ts';
import { formatList, formatNumber, formatSeconds } from '../../support/format.ts';
import { type CliCommand, type Host, writeJson, writeLines } from '../host.ts';
import { didYouMean } from '../options/didYouMean.ts';
import { engineOf, isSet, textOf } from '../options/given.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { engineOptions, jsonOption, quietOption } from '../options/trainingOptions.ts';
import { drawTable } from '../output/drawTable.ts';
import { recipes } from '../recipes/index.ts';
import type { Recipe } from '../recipes/recipe.ts';

/** `reproduce <name>`: runs a recipe and puts its figure beside the published one. */
export const command: CliCommand = {
  async run(args, host) {
    const known = await Promise.all(Object.values(recipes).map((load) => load()));
    const parsed = await parseArguments(
      host,
      {
        name: 'reproduce',
        description: 'Reproduces a published result from its data set.',
        operands: [{ name: 'name', help: 'which result' }],
        options: [
          {
            name: 'data',
            kind: 'text',
            placeholder: 'DIR',
            default: 'UNROLLED_DATA',
            help: 'the folder of the data sets',
          },
          {
            name: 'out',
            kind: 'text',
            placeholder: 'DIR',
            default: 'unrolled-<name>',
            help: 'the folder to write the model to',
          },
          { name: 'seed', kind: 'count', least: 0, default: 1, help: 'the seed of the run' },
          ...engineOptions,
          jsonOption,
          quietOption,
        ],
        examples: ['npx unrolled reproduce tiny-shakespeare --data ~/data'],
        notes: ['Results:', ...known.map(({ name, summary }) => `  ${name}  ${summary}`)],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const {
      operands: [name],
      given,
    } = parsed;
    const recipe = known.find((recipe) => recipe.name === name);
    if (recipe === undefined) {
      fail(
        'unknown-option',
        name,
        'there is no such recipe',
        didYouMean(
          name,
          known.map((recipe) => recipe.name),
        ),
      );
    }
    const folder = await dataFolder(host, recipe, textOf(given, 'data'));
    const result = await recipe.run(folder, {
      host,
      engine: engineOf(given),
      seed: typeof given.seed === 'number' ? given.seed : 1,
      quiet: isSet(given, 'quiet'),
      out: textOf(given, 'out') ?? `unrolled-${name}`,
    });
    if (isSet(given, 'json')) {
      writeJson(host, result);
      return 0;
    }
    const cell = (value: number | null): string => (value === null ? '-' : formatNumber(value));
    const table = drawTable(
      [
        { title: '', align: 'left' },
        { title: result.metric, align: 'right' },
      ],
      [
        ['here', cell(result.figure)],
        ['published', cell(result.published)],
        ['trivial baseline', cell(result.baseline)],
      ],
    );
    const seeds = `seed${result.seeds.length === 1 ? '' : 's'} ${formatList(result.seeds.map(String), 'and')}`;
    writeLines(host, '', `${name}, ${seeds}, ${formatSeconds(result.minutes * 60)}`, '', ...table);
    return 0;
  },
};

/** The folder that holds the recipe's data, where it needs any. Throws `file-missing` where it was not said or lacks a file. */
async function dataFolder(host: Host, { name, files }: Recipe, given: string | undefined): Promise<string> {
  if (files.length === 0) return '';
  const { platform } = host;
  const folder = given ?? platform.process.environment('UNROLLED_DATA');
  if (folder === undefined || folder === '') {
    const remedy = `Give --data DIR or set UNROLLED_DATA to a folder that holds ${formatList(files, 'and')}.`;
    fail('file-missing', `reproduce ${name}`, 'it is not said where the data is', remedy);
  }
  for (const file of files) {
    const path = platform.files.join(folder, file);
    if (await platform.files.exists(path)) continue;
    const remedy = 'Fetch the data set, or point --data or UNROLLED_DATA at the folder that holds it.';
    fail('file-missing', path, `there is no such file, and ${name} needs it`, remedy);
  }
  return folder;
}
