import { readText } from '../../data/file/readText.ts';
import type { Finding } from '../../inspect/finding.ts';
import { inspectionPage } from '../../inspect/inspectionPage.ts';
import { type Inspection, inspections } from '../../inspect/inspections.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import type { AnyTask } from '../tasks.ts';
import { type CliCommand, columnsOf, writeJson, writeLines } from '../host.ts';
import { modelArguments } from '../modelArguments.ts';
import { didYouMean } from '../options/didYouMean.ts';
import { engineOf, isSet, textOf } from '../options/given.ts';
import type { Given, OptionSpec } from '../options/optionSpec.ts';
import { engineOptions, jsonOption } from '../options/trainingOptions.ts';
import { drawFinding } from '../output/drawFinding.ts';
import { withStandardInput } from '../withStandardInput.ts';

const names = inspections.map(({ name }) => name);

/** The options of every inspection; of those that a task has by the same name, the task's hold. */
const inspectOptions = (task?: AnyTask): readonly OptionSpec[] => {
  const own = task?.evaluateOptions ?? [];
  const common: readonly OptionSpec[] = [
    { name: 'only', kind: 'list', help: `what to look for: ${formatList(names, 'and')} (all)` },
    { name: 'sequences', kind: 'count', help: 'how many sequences of the data to look at', default: 64 },
    {
      name: 'mask',
      kind: 'text',
      placeholder: 'FILE',
      help: 'a pattern that units may follow: 1 or 0 for each symbol of the text, or a line of them for each sequence',
    },
    {
      name: 'length',
      kind: 'count',
      help: 'steps of each sequence, where they are made or cut from a text',
    },
  ];
  return [...common.filter(({ name }) => !own.some((option) => option.name === name)), ...own];
};

/** `inspect <model> [data...]`: what is hard about recurrent networks, measured and shown. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, (task) => ({
      name: 'inspect',
      description: 'Looks into a trained network: how far back its gradient reaches, and what that means.',
      operands: [
        { name: 'model', help: 'the folder of the model' },
        {
          name: 'data',
          takes: 'any',
          help: 'data files, in the form of the training data, or - for standard input; a model that makes its data, or keeps it, needs none',
        },
      ],
      options: [
        ...inspectOptions(task),
        ...engineOptions,
        {
          name: 'report',
          kind: 'text',
          placeholder: 'FILE',
          help: 'write a page with pictures that a browser shows',
          group: 'Output:',
        },
        jsonOption,
      ],
      examples: [
        'npx unrolled inspect unrolled-memory',
        'npx unrolled inspect unrolled-classify strokes.csv --report inside.html',
      ],
    }));
    if (asked === undefined) return 0;
    const { folder, model, task, operands: paths, given } = asked;
    const wanted = wantedOf(given);
    const platform = withStandardInput(host.platform);
    const path = textOf(given, 'mask');
    const mask = path === undefined ? {} : { mask: { name: path, text: await readText(platform, path) } };
    const data = paths.length === 0 ? undefined : await task.read(platform, paths, given, model.manifest);
    const predictor = await task.open(model, engineOf(given));
    try {
      if (predictor.subject === undefined) {
        const what = `it does not look into models of the task ${task.name}`;
        fail('bad-argument', 'inspect', what, 'Inspect a model whose network reads sequences step by step');
      }
      const subject = predictor.subject(data, given);
      const findings = wanted.map(({ name, run }) => [name, run(subject, mask)] as const);
      const about = findings.map(([, finding]) => finding);
      const report = textOf(given, 'report');
      const notes = data?.notes ?? [];
      if (report !== undefined)
        await host.platform.files.write(report, inspectionPage(`Inside ${folder}`, notes, about));
      if (isSet(given, 'json')) {
        const found = Object.fromEntries(findings.map(([name, { json }]) => [name, json]));
        writeJson(host, { task: task.name, model: folder, ...found, notes });
      } else writeLines(host, ...linesOf(about, columnsOf(host), notes, report));
    } finally {
      predictor.close();
    }
    return 0;
  },
};

function linesOf(
  findings: readonly Finding[],
  width: number,
  notes: readonly string[],
  report: string | undefined,
): string[] {
  return [
    ...(notes.length > 0 ? [...notes, ''] : []),
    ...findings.flatMap((finding, k) => [...(k > 0 ? [''] : []), ...drawFinding(finding, width)]),
    ...(report === undefined ? [] : ['', `Report: ${report}`]),
  ];
}

function wantedOf({ only }: Given): readonly Inspection[] {
  if (!Array.isArray(only)) return inspections;
  const unknown = only.find((name) => !names.includes(String(name)));
  if (unknown !== undefined)
    fail('bad-argument', '--only', `there is nothing called ${unknown}`, didYouMean(String(unknown), names));
  return inspections.filter(({ name }) => only.includes(name));
}
