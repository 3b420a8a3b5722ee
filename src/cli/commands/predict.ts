import { fail } from '../../support/errors.ts';
import { type CliCommand, columnsOf, type Host, writeJson, writeLines } from '../host.ts';
import { loadOthers, othersOption } from '../loadOthers.ts';
import { type ModelArguments, modelArguments } from '../modelArguments.ts';
import { engineOf, isSet, textOf } from '../options/given.ts';
import { engineOptions, jsonOption } from '../options/trainingOptions.ts';
import { withStandardInput } from '../withStandardInput.ts';

/** `predict <model> [input|-]`: the answer of a model, drawn for people or as JSON. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, (task) => ({
      name: 'predict',
      description: 'Asks a model: what comes next, what class, which tags.',
      operands: [
        { name: 'model', help: 'the folder of the model' },
        {
          name: 'input',
          takes: 'optional',
          help: 'a file in the form of the training data, or - for standard input; without it, what the model was trained on goes on',
        },
      ],
      options: [
        ...(task?.predictOptions ?? []),
        ...othersOption(task),
        ...engineOptions,
        {
          name: 'html',
          kind: 'text',
          placeholder: 'FILE',
          help: 'write a report that a browser shows',
          group: 'Output:',
        },
        jsonOption,
      ],
      examples: [
        'npx unrolled predict unrolled-forecast',
        'npx unrolled predict unrolled-forecast sales.csv --html report.html',
      ],
    }));
    if (asked === undefined) return 0;
    const { model, task, operands, given } = asked;
    const [input] = operands;
    if (isSet(given, 'stream')) return await stream(host, asked);
    const platform = withStandardInput(host.platform);
    const data = input === undefined ? undefined : await task.read(platform, [input], given, model.manifest);
    const predictor = await task.open(model, engineOf(given), await loadOthers(host, task, given));
    try {
      const prediction = await predictor.predict(data, given);
      const report = textOf(given, 'html');
      if (report !== undefined) {
        if (prediction.html === undefined) {
          fail('bad-argument', '--html', `the task ${task.name} draws no report`, 'Leave the option out.');
        }
        await host.platform.files.write(report, prediction.html());
      }
      const { json } = prediction;
      const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
      if (isSet(given, 'json')) writeJson(host, isObject ? json : { prediction: json });
      else
        writeLines(
          host,
          prediction.text(columnsOf(host)),
          ...(report === undefined ? [] : [`Report: ${report}`]),
        );
    } finally {
      predictor.close();
    }
    return 0;
  },
};

/** An answer after each line of standard input; with `--json` an object per line. */
async function stream(host: Host, { model, task, operands, given }: ModelArguments): Promise<number> {
  const [input] = operands;
  if (input !== undefined && input !== '-') {
    fail(
      'bad-argument',
      '--stream',
      `${input} is a file`,
      'Steps come on standard input: leave the file out.',
    );
  }
  if (given.html !== undefined) {
    fail('bad-argument', '--html', 'it does not go together with --stream', 'Leave one of them out.');
  }
  const predictor = await task.open(model, engineOf(given));
  try {
    const answers = predictor.stream?.(host.platform.process.inputLines()) ?? [];
    for await (const { json, text } of answers) {
      host.platform.process.out(`${isSet(given, 'json') ? JSON.stringify(json) : text}\n`);
    }
  } finally {
    predictor.close();
  }
  return 0;
}
