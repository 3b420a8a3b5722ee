import { commitModel } from '../../formats/model/commitModel.ts';
import { guardFolder, type FolderIntent } from '../../formats/model/guardFolder.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { fail, UnrolledError } from '../../support/errors.ts';
import { formatCount } from '../../support/format.ts';
import type { Engine, TrainingOptions } from '../../tasks/task.ts';
import type { Host } from '../host.ts';
import { Interrupted, interruptible } from '../interrupt.ts';
import { loadModel } from '../loadModel.ts';
import { progressDisplay } from '../output/progressDisplay.ts';
import type { AnyTask } from '../tasks.ts';
import { type CommandRecord, recordOf, withRecord } from './commandRecord.ts';
import { metricsFile } from './metricsFile.ts';

/** A training run from files to a model folder, as `train`, `demo` and recipes start it. */
export interface TrainingRun {
  readonly task: AnyTask;
  readonly paths: readonly string[];
  readonly options: TrainingOptions;
  readonly engine: Engine;
  readonly folder: string;
  readonly intent: FolderIntent;
  /** The folder of a model to start from. */
  readonly from?: string;
  readonly checkpointSeconds?: number;
  /** Every so many steps the gradients by lag are a line of metrics.jsonl. */
  readonly watch?: number;
  readonly quiet: boolean;
  /** The command line that goes on after an interruption. */
  readonly resumeLine: string;
}

export interface TrainingOutcome {
  readonly model: StoredModel;
  readonly data: Awaited<ReturnType<AnyTask['read']>>;
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
}

/**
 * Reads the data, trains, and commits checkpoints and the model to the folder, with metrics.jsonl beside it. Throws
 * what the task throws, `file-exists`, and Interrupted after Ctrl-C.
 */
export async function runTraining(host: Host, run: TrainingRun): Promise<TrainingOutcome> {
  const { files } = host.platform;
  const start = await startOf(host, run);
  const display = progressDisplay(host, run.quiet);
  const metrics = metricsFile(files, run.folder, start.resume !== undefined);
  const began = host.platform.now();
  let at = { step: 0, epoch: 0 };
  let saved: StoredModel | undefined;

  const commit = async (model: StoredModel): Promise<void> => {
    const { manifest, blobs } = withRecord(model, start.record);
    const takeBack = await metrics.flush();
    try {
      await commitModel(files, run.folder, manifest, blobs);
    } catch (error) {
      await takeBack().catch(() => {});
      throw error;
    }
    saved = model;
  };
  const stopping = 'Stopping after this step. Press Ctrl-C again to stop at once.';

  return await interruptible(
    host,
    () => display.say(stopping),
    async (signal) => {
      try {
        if (start.note !== undefined) display.say(start.note);
        const data = await run.task.read(
          host.platform,
          run.paths,
          start.record.options,
          undefined,
          start.from?.manifest,
        );
        for (const note of data.notes) display.say(note);
        if (signal.aborted) throw new Interrupted('Stopped before the training began.');
        const model = await run.task.fit(data, start.record.options, {
          ...run.engine,
          signal,
          checkpoint: commit,
          onEvent: (event) => display.event(event),
          onLog: (event) => {
            at = { step: event.step, epoch: event.epoch };
            metrics.event(event);
          },
          ...(start.resume && { resume: start.resume }),
          ...(start.from && { from: start.from }),
          ...(run.watch !== undefined && { watch: run.watch }),
          ...(run.checkpointSeconds !== undefined && { checkpointSeconds: run.checkpointSeconds }),
        });
        if (saved !== model) await commit(model);
        await metrics.flush();
        const { step: steps, epoch: epochs } = at;
        return { model, data, steps, epochs, seconds: Math.round(host.platform.now() - began) / 1000 };
      } catch (error) {
        if (error instanceof UnrolledError && error.code === 'file-write' && saved !== undefined) {
          const message = `${error.message} The checkpoint before is whole; to go on from it:\n  ${run.resumeLine}`;
          throw new UnrolledError(error.code, message, { cause: error });
        }
        if (!(error instanceof UnrolledError) || error.code !== 'interrupted' || !signal.aborted) throw error;
        if (saved === undefined) {
          const kept = start.resume && `the checkpoint in ${run.folder} is as it was`;
          throw new Interrupted(`Stopped before the first step: ${kept ?? 'there is nothing to save'}.`);
        }
        await metrics.flush();
        const where = `Stopped after step ${formatCount(at.step)}; a checkpoint is in ${run.folder}. To go on:`;
        throw new Interrupted(`${where}\n  ${run.resumeLine}`);
      } finally {
        display.end();
      }
    },
  );
}

interface Start {
  readonly record: CommandRecord;
  readonly resume?: StoredModel;
  readonly from?: StoredModel;
  readonly note?: string;
}

/** What the folder and the intent mean for the run: a new one, or one that goes on with its own options. */
async function startOf(host: Host, run: TrainingRun): Promise<Start> {
  const { task, folder, intent, options, paths, from } = run;
  if (intent.resume && from !== undefined) {
    const remedy = '--resume goes on with a run, --from begins a new one: give one of them.';
    fail('bad-argument', '--from', 'it does not go together with --resume', remedy);
  }
  if ((await guardFolder(host.platform.files, folder, intent)) === 'resume') {
    const { model, task: trained } = await loadModel(host, folder, 'all');
    if (trained.name !== task.name) {
      const remedy = `Choose another folder with --out, or train ${trained.name}.`;
      fail('bad-argument', folder, `it holds a model of the task ${trained.name}, not ${task.name}`, remedy);
    }
    const earlier = recordOf(model.manifest);
    const begun = earlier?.from;
    return {
      ...(begun !== undefined && { from: (await loadModel(host, begun)).model }),
      record: { ...earlier, data: paths, options: asBefore(earlier?.options ?? {}, options) },
      resume: model,
    };
  }
  const record = { data: paths, options, ...(from !== undefined && { from }) };
  const note = intent.resume
    ? `There is no checkpoint in ${folder} yet: this run starts from the beginning.`
    : undefined;
  if (from === undefined) return { record, ...(note !== undefined && { note }) };
  const { model, task: trained } = await loadModel(host, from);
  if (trained.name !== task.name) {
    fail(
      'bad-argument',
      '--from',
      `${from} is a model of the task ${trained.name}`,
      `Give a model of ${task.name}.`,
    );
  }
  return { record, from: model };
}

/** What is not given again is as it was; what is given and differs, the task refuses. */
function asBefore(earlier: TrainingOptions, given: TrainingOptions): TrainingOptions {
  const { validFile: _file, validFraction: _share, ...others } = earlier;
  const isGiven = given.validFile !== undefined || given.validFraction !== undefined;
  return { ...(isGiven ? others : earlier), ...given };
}
