import { fail } from '../../support/errors.ts';
import { formatSeconds } from '../../support/format.ts';
import { type CliCommand, writeJson, writeLines } from '../host.ts';
import { Interrupted, interruptible } from '../interrupt.ts';
import { loadModel } from '../loadModel.ts';
import { modelArguments } from '../modelArguments.ts';
import { engineOf, isSet } from '../options/given.ts';
import { engineOptions, jsonOption, quietOption } from '../options/trainingOptions.ts';
import { shellLine } from '../output/shellLine.ts';
import { progressDisplay } from '../output/progressDisplay.ts';
import { recordOf } from '../training/commandRecord.ts';

/** `replay <model> [data...]`: trains a model again from its record and compares the weights, bit for bit. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, () => ({
      name: 'replay',
      description:
        'Trains a model again from its record, and compares the weights bit for bit. Writes nothing.',
      operands: [
        { name: 'model', help: 'the folder of the model' },
        { name: 'data', takes: 'any', help: 'where its training data is now, if it is not where it was' },
      ],
      options: [...engineOptions, jsonOption, quietOption],
      examples: [
        'npx unrolled replay unrolled-forecast',
        'npx unrolled replay unrolled-forecast data/sales.csv',
      ],
    }));
    if (asked === undefined) return 0;
    const { folder, model, task, operands, given } = asked;
    const record = recordOf(model.manifest);
    if (record === undefined) {
      const remedy = 'Only what unrolled train made can be replayed.';
      return fail('bad-model', folder, 'model.json does not say how it was trained', remedy);
    }
    if (model.manifest.training.finished === false) {
      const rest = [...record.data, '--out', folder, '--resume'];
      const remedy = `Finish it first: ${shellLine('npx', 'unrolled', 'train', task.name, ...rest)}`;
      fail('bad-model', folder, 'it is the checkpoint of a run that has not ended', remedy);
    }
    const from = record.from === undefined ? undefined : (await loadModel(host, record.from)).model;
    const display = progressDisplay(host, isSet(given, 'quiet'));
    const began = host.platform.now();
    const again = await interruptible(
      host,
      () => display.say('Stopping after this step.'),
      async (signal) => {
        try {
          const paths = operands.length > 0 ? operands : record.data;
          const data = await task.read(host.platform, paths, record.options, undefined, from?.manifest);
          if (data.notes.length > 0) display.say(data.notes.join('\n'));
          return await task.fit(data, record.options, {
            ...engineOf(given),
            signal,
            onEvent: (event) => display.event(event),
            ...(from && { from }),
          });
        } catch (error) {
          if (signal.aborted) throw new Interrupted('Stopped before the replay was done.');
          throw error;
        } finally {
          display.end();
        }
      },
    );
    const before = model.manifest.files.weights.sha256;
    const now = again.manifest.files.weights.sha256;
    const isSame = before === now;
    const seconds = Math.round(host.platform.now() - began) / 1000;
    if (isSet(given, 'json')) writeJson(host, { model: folder, same: isSame, before, now, seconds });
    else if (isSame)
      writeLines(host, `The same weights, bit for bit (SHA-256 ${now}), in ${formatSeconds(seconds)}.`);
    else
      writeLines(
        host,
        'Other weights than before.',
        `  before: ${before}`,
        `  now:    ${now}`,
        ...reasons(record.options.maxMinutes),
      );
    return isSame ? 0 : 1;
  },
};

/** Why a replay may differ. */
function reasons(maxMinutes: number | undefined): string[] {
  if (maxMinutes !== undefined) {
    return [
      `The run had a budget of ${maxMinutes} minutes: how many steps fit into it depends on the machine.`,
    ];
  }
  return ['The data, the backend (--backend) or the release of Unrolled is another one than before.'];
}
