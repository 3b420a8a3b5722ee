import { fail } from '../../support/errors.ts';
import { type CliCommand, writeJson } from '../host.ts';
import { modelArguments } from '../modelArguments.ts';
import { engineOf, isSet } from '../options/given.ts';
import { engineOptions, jsonOption } from '../options/trainingOptions.ts';

/** `generate <model>`: text, piece by piece as the model writes it. */
export const command: CliCommand = {
  async run(args, host) {
    const asked = await modelArguments(host, args, (task) => ({
      name: 'generate',
      description: 'Lets a model of the task generate write text.',
      operands: [{ name: 'model', help: 'the folder of the model' }],
      options: [...(task?.predictOptions ?? []), ...engineOptions, jsonOption],
      examples: ['npx unrolled generate unrolled-generate'],
    }));
    if (asked === undefined) return 0;
    const { folder, model, task, given } = asked;
    const predictor = await task.open(model, engineOf(given));
    try {
      if (predictor.generate === undefined) {
        const remedy = `Ask it with npx unrolled predict ${folder}.`;
        fail('bad-argument', folder, `a model of the task ${task.name} writes no text`, remedy);
      }
      const pieces: string[] = [];
      for await (const piece of predictor.generate(given)) {
        pieces.push(piece);
        if (!isSet(given, 'json')) host.platform.process.out(piece);
      }
      const text = pieces.join('');
      if (isSet(given, 'json')) writeJson(host, { text });
      else if (!text.endsWith('\n')) host.platform.process.out('\n');
    } finally {
      predictor.close();
    }
    return 0;
  },
};
