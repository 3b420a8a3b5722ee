import { airlinePassengers } from '../../data/builtin/airlinePassengers.ts';
import type { BuiltinSeries } from '../../data/builtin/builtinSeries.ts';
import { formatQuantity, formatSeconds } from '../../support/format.ts';
import { type CliCommand, columnsOf, writeJson, writeLines } from '../host.ts';
import { engineOf, isSet } from '../options/given.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { engineOptions, jsonOption, quietOption } from '../options/trainingOptions.ts';
import { drawEvaluation } from '../output/drawEvaluation.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';

const FOLDER = 'unrolled-demo';

/** `demo`: a forecast of a well-known series, from data to report, as `train` and `predict` would make it. */
export const command: CliCommand = {
  async run(args, host) {
    const parsed = await parseArguments(
      host,
      {
        name: 'demo',
        description: `Trains a forecast on a series that comes with the package, draws it, and writes a report to ./${FOLDER}.`,
        operands: [],
        options: [...engineOptions, jsonOption, quietOption],
        examples: ['npx unrolled demo'],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const { files } = host.platform;
    const json = isSet(parsed.given, 'json');
    const quiet = isSet(parsed.given, 'quiet');
    const engine = engineOf(parsed.given);
    const csv = files.join(FOLDER, `${airlinePassengers.name}.csv`);
    const folder = files.join(FOLDER, 'model');
    const report = files.join(FOLDER, 'report.html');
    await files.makeFolder(FOLDER);
    await files.write(csv, monthlyCsv(airlinePassengers));
    if (!json) {
      const { title, unit, values } = airlinePassengers;
      writeLines(host, `${title}: ${values.length} months, ${unit}.`, `A network learns to forecast it.`, '');
    }

    const task = await loadTask(host.tasks, 'forecast');
    const { model, data, steps, seconds } = await runTraining(host, {
      task,
      paths: [csv],
      options: {},
      engine,
      folder,
      intent: { overwrite: true },
      quiet,
      resumeLine: shellLine('npx', 'unrolled', 'train', 'forecast', csv, '--out', folder, '--resume'),
    });
    const predictor = await task.open(model, engine);
    try {
      const evaluation = await predictor.evaluate(data, {});
      const prediction = await predictor.predict(undefined, {});
      if (prediction.html !== undefined) await files.write(report, prediction.html());
      if (json) {
        writeJson(host, {
          task: task.name,
          model: folder,
          report,
          steps,
          seconds,
          evaluation,
          prediction: prediction.json,
        });
        return 0;
      }
      const width = columnsOf(host);
      const next = [
        ['predict', folder],
        ['train', 'forecast', csv, '--horizon', '24'],
        ['train', '--help'],
      ];
      writeLines(
        host,
        '',
        prediction.text(width),
        '',
        ...drawEvaluation(evaluation, width),
        '',
        `Trained in ${formatSeconds(seconds)}: ${formatQuantity(steps, 'step')}.`,
        `The report is ${report}: open it in a browser.`,
        '',
        'Next: ask the model again, train on the same file, or see how to train on yours:',
        ...next.map((words) => `  ${shellLine('npx', 'unrolled', ...words)}`),
      );
      return 0;
    } finally {
      predictor.close();
    }
  },
};

/** The series as a user would have it: a table with a header. */
function monthlyCsv({ firstYear, values }: BuiltinSeries): string {
  const month = (t: number): string =>
    `${firstYear + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`;
  return `month,passengers\n${values.map((value, t) => `${month(t)},${value}\n`).join('')}`;
}
