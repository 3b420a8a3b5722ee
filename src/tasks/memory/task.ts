import { fail } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { taskCells } from '../taskCell.ts';
import { type MemoryData, memoryData } from './data.ts';
import { fit } from './fit.ts';
import { type MemoryAnswer, memoryNetwork, type TestOptions } from './memoryNetwork.ts';
import type { MemoryOptions } from './options.ts';
import { problemNames } from './problems/problems.ts';

const testing: readonly TaskOption[] = [
  { name: 'length', kind: 'count', help: 'the length of sequences (that of the training)' },
  { name: 'seed', kind: 'count', least: 0, help: 'other seeds make other sequences (1)' },
];

const numberIn = (given: Readonly<Record<string, Json>>, name: string): number | undefined => {
  const value = given[name];
  return typeof value === 'number' ? value : undefined;
};

const testOf = (given: Readonly<Record<string, Json>>): TestOptions => ({
  length: numberIn(given, 'length'),
  seed: numberIn(given, 'seed'),
});

const lineOf = ({ step, right, answer, confidence }: MemoryAnswer): string =>
  confidence === null
    ? `  step ${step + 1}: ${formatNumber(answer)}, and right is ${formatNumber(right)}`
    : `  step ${step + 1}: ${answer} (${Math.round(100 * confidence)} %), and right is ${right}`;

/** Problems that nothing but memory solves: how far back does a network remember? */
export const task: Task<MemoryData, MemoryOptions> = {
  name: 'memory',
  summary: 'learn a problem that takes long memory, and say up to which length it is remembered',
  example: 'npx unrolled train memory adding --length 200 --curriculum',
  data: { name: 'problem', help: problemNames.join(', ') },
  options: [
    { name: 'length', kind: 'count', help: 'the length of sequences' },
    { name: 'curriculum', kind: 'flag', help: 'begin with short sequences, lengthen them when remembered' },
    { name: 'chrono', kind: 'count', least: 0, help: 'forget over up to so many steps at first; 0: do not' },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
  ],
  refuses: {
    valid: 'Sequences are made anew at each step; others are validated on.',
    bidirectional: 'What is read from both ends need not be remembered.',
    dropout: 'There is no end of new sequences to learn from.',
  },
  cells: taskCells,
  predictOptions: [...testing, { name: 'count', kind: 'count', help: 'how many sequences (3)' }],
  evaluateOptions: testing,
  defaults: {
    cell: 'lstm',
    hidden: 64,
    layers: 1,
    steps: 2000,
    batch: 50,
    lr: 0.003,
    seed: 1,
    length: 100,
    chrono: 'the length with lstm and gru, else 0',
    clip: 1,
  },
  read: (platform, paths) => memoryData(platform, paths),
  fit,
  async open(model, engine): Promise<Predictor<MemoryData>> {
    const network = await memoryNetwork(model, engine);
    const check = ({ problem }: MemoryData): void => {
      if (problem === network.problem) return;
      const what = `the model has learned ${network.problem}, not ${problem}`;
      fail('bad-argument', 'memory', what, `Name ${network.problem}, or train another model`);
    };
    return {
      manifest: network.manifest,
      async evaluate(data, given) {
        check(data);
        return network.evaluate(testOf(given));
      },
      async predict(data, given) {
        if (data) check(data);
        const sequences = network.answer({ ...testOf(given), count: numberIn(given, 'count') });
        return {
          json: { problem: network.problem, sequences: sequences.map((answers) => ({ answers })) },
          text: () =>
            sequences
              .map((answers, k) => [`Sequence ${k + 1}`, ...answers.map(lineOf)].join('\n'))
              .join('\n\n'),
        };
      },
      subject(data, given) {
        if (data) check(data);
        return network.subject(given);
      },
      probe: async () => network.probe(),
      close: network.close,
    };
  },
};
