import { formatQuantity, formatSeconds } from '../../support/format.ts';
import { type CliCommand, columnsOf, type Host, writeJson, writeLines } from '../host.ts';
import { firstOperand } from '../options/firstOperand.ts';
import { engineOf, isSet, textOf } from '../options/given.ts';
import type { Given } from '../options/optionSpec.ts';
import { checkGiven, parseArguments } from '../options/parseArguments.ts';
import { drawEvaluation } from '../output/drawEvaluation.ts';
import { shellLine } from '../output/shellLine.ts';
import { type AnyTask, loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import { anyTrainSpec, defaultFolder, trainingOptionsOf, trainSpec } from '../training/trainSpec.ts';
import { drawTasks } from '../output/drawTasks.ts';

/** `train <task> <data...>`: trains a model, scores it beside its baselines, and says what to do with it. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await askedFor(host, args);
    if (asked === undefined) return 0;
    const { task, paths, given } = asked;
    const folder = textOf(given, 'out') ?? defaultFolder(task);
    const from = textOf(given, 'from');
    const engine = engineOf(given);
    // What the folder knows by itself when the run goes on, and what would not go together with --resume.
    const again = args.filter(
      (arg, k) => !/^--(overwrite|resume|from(=.*)?)$/.test(arg) && args[k - 1] !== '--from',
    );
    const outcome = await runTraining(host, {
      task,
      paths,
      options: trainingOptionsOf(task, given),
      engine,
      folder,
      intent: { resume: isSet(given, 'resume'), overwrite: isSet(given, 'overwrite') },
      ...(from !== undefined && { from }),
      ...(typeof given.checkpointSeconds === 'number' && { checkpointSeconds: given.checkpointSeconds }),
      ...(typeof given.watch === 'number' && { watch: given.watch }),
      quiet: isSet(given, 'quiet'),
      resumeLine: shellLine('npx', 'unrolled', 'train', ...again, '--resume'),
    });
    const { model, data, steps, epochs, seconds } = outcome;
    const predictor = await task.open(model, engine);
    const evaluation = await predictor.evaluate(data, {});
    const writes = predictor.generate !== undefined;
    predictor.close();
    if (isSet(given, 'json')) {
      const { seed, files } = model.manifest;
      const weights = files.weights?.sha256 ?? null;
      writeJson(host, {
        task: task.name,
        model: folder,
        steps,
        epochs,
        seconds,
        seed,
        weights,
        evaluation,
        notes: data.notes,
      });
      return 0;
    }
    const next = [
      writes ? ['generate', folder] : ['predict', folder, ...(task.needsInput ? paths : []).slice(0, 1)],
      ['evaluate', folder, ...paths],
      ['doctor', folder],
    ];
    writeLines(
      host,
      '',
      ...drawEvaluation(evaluation, columnsOf(host)),
      '',
      `Trained in ${formatSeconds(seconds)}: ${formatQuantity(steps, 'step')}, ${formatQuantity(epochs, 'epoch')}.`,
      `The model is in ${folder}. Next:`,
      ...next.map((words) => `  ${shellLine('npx', 'unrolled', ...words)}`),
    );
    return 0;
  },
};

interface Asked {
  readonly task: AnyTask;
  readonly paths: readonly string[];
  readonly given: Given;
}

/** Which options there are depends on the task: it is looked for first. Undefined where help was asked for. */
async function askedFor(host: Host, args: readonly string[]): Promise<Asked | undefined> {
  const [name, rest] = firstOperand(args);
  if (name !== undefined) {
    const task = await loadTask(host.tasks, name);
    const parsed = await parseArguments(host, trainSpec(task), rest);
    return parsed && { task, paths: parsed.operands, given: parsed.given };
  }
  const parsed = await parseArguments(host, { ...anyTrainSpec, notes: await drawTasks(host) }, args);
  if (parsed === undefined) return undefined;
  const [taskName, ...paths] = parsed.operands;
  const task = await loadTask(host.tasks, taskName);
  checkGiven(trainSpec(task), parsed.given);
  return { task, paths, given: parsed.given };
}
