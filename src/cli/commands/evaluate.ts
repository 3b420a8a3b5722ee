import { type CliCommand, columnsOf, writeJson, writeLines } from '../host.ts';
import { loadOthers, othersOption } from '../loadOthers.ts';
import { modelArguments } from '../modelArguments.ts';
import { engineOf, isSet } from '../options/given.ts';
import { engineOptions, jsonOption } from '../options/trainingOptions.ts';
import { drawEvaluation } from '../output/drawEvaluation.ts';

/** `evaluate <model> <data...>`: scores of a model on data, beside those of trivial baselines. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, (task) => ({
      name: 'evaluate',
      description: 'Scores a model on data that it was not trained on, beside trivial baselines.',
      operands: [
        { name: 'model', help: 'the folder of the model' },
        { name: 'data', help: 'data files, in the form of the training data', takes: 'many' },
      ],
      options: [...(task?.evaluateOptions ?? []), ...othersOption(task), ...engineOptions, jsonOption],
      examples: ['npx unrolled evaluate unrolled-forecast new-sales.csv'],
    }));
    if (asked === undefined) return 0;
    const { folder, model, task, operands: paths, given } = asked;
    const data = await task.read(host.platform, paths, given, model.manifest);
    const predictor = await task.open(model, engineOf(given), await loadOthers(host, task, given));
    try {
      const evaluation = await predictor.evaluate(data, given);
      if (isSet(given, 'json'))
        writeJson(host, { task: task.name, model: folder, evaluation, notes: data.notes });
      else writeLines(host, ...data.notes, '', ...drawEvaluation(evaluation, columnsOf(host)));
    } finally {
      predictor.close();
    }
    return 0;
  },
};
