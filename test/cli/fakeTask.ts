import type { StoredModel } from '../../src/formats/model/manifest.ts';
import { sealModel } from '../../src/formats/model/sealModel.ts';
import { fail } from '../../src/support/errors.ts';
import type { Task, TrainingOptions } from '../../src/tasks/task.ts';

interface FakeOptions extends TrainingOptions {
  readonly power?: number;
}

interface FakeData {
  readonly numbers: readonly number[];
  readonly notes: readonly string[];
}

const bytesOf = (value: number): Uint8Array<ArrayBuffer> => new Uint8Array(Float64Array.of(value).buffer);
const numberOf = ({ blobs }: StoredModel, role: string): number =>
  new Float64Array(blobs[role].slice().buffer)[0];

/** Adds up the numbers of its files, one per line; each step adds 1/steps of the sum to the only weight. */
export const fakeTask: Task<FakeData, FakeOptions> = {
  name: 'fake',
  summary: 'adds up numbers',
  example: 'npx unrolled train fake numbers.txt --power 2',
  options: [
    { name: 'power', kind: 'number', help: 'what to raise the numbers to' },
    { name: 'columns', kind: 'list', help: 'names' },
  ],
  refuses: { bidirectional: 'Sums have no direction.' },
  cells: ['lstm', 'gru'],
  together: 'models that are added up',
  predictOptions: [
    { name: 'times', kind: 'count', help: 'how often to say it' },
    { name: 'stream', kind: 'flag', help: 'say it after each line' },
  ],
  evaluateOptions: [],
  defaults: { power: 1, hidden: 'one' },
  async read(platform, paths, { power = 1, validFile }) {
    const numbers: number[] = [];
    for (const path of [...paths, ...(validFile === undefined ? [] : [validFile])]) {
      const text = new TextDecoder().decode(await platform.files.read(path));
      numbers.push(
        ...text
          .trim()
          .split('\n')
          .map((line) => Number(line) ** power),
      );
    }
    return { numbers, notes: [`${numbers.length} numbers.`] };
  },
  async fit({ numbers }, options, runtime) {
    const { steps = 4, seed = 0, ...others } = options;
    const sum = numbers.reduce((a, b) => a + b, 0);
    const started = JSON.stringify({ seed, sum, ...others });
    const { resume, from } = runtime;
    if (resume && resume.manifest.training.started !== started) {
      fail('bad-argument', 'resume', 'other options than before', 'Give the same');
    }
    let step = resume ? numberOf(resume, 'state') : 0;
    let weight = resume ? numberOf(resume, 'weights') : from ? numberOf(from, 'weights') : 0;
    const seal = (finished: boolean): Promise<StoredModel> =>
      sealModel(
        {
          createdWith: '0.0.0',
          task: 'fake',
          architecture: null,
          seed,
          training: { finished, started },
          probes: [{ input: 2, output: [weight * 2] }],
        },
        { weights: bytesOf(weight), state: bytesOf(step) },
      );
    const tell: NonNullable<typeof runtime.onEvent> = (event) => {
      runtime.onLog?.(event);
      runtime.onEvent?.(event);
    };
    while (step < steps) {
      if (runtime.signal?.aborted) {
        await runtime.checkpoint?.(await seal(false));
        fail('interrupted', 'fake', 'stopped', 'Resume');
      }
      step++;
      weight += sum / steps;
      const progress = {
        fraction: step / steps,
        stepsPerSecond: 1,
        tokensPerSecond: 1,
        secondsLeft: steps - step,
      };
      tell({ type: 'step', step, epoch: 1, loss: sum - weight, norm: 1, rate: 1, tokens: 1, ...progress });
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    tell({ type: 'validation', step, epoch: 1, metrics: { error: sum - weight }, best: true });
    const model = await seal(true);
    await runtime.checkpoint?.(model);
    return model;
  },
  async open(model, _, others = []) {
    const weight = [model, ...others].reduce((sum, one) => sum + numberOf(one, 'weights'), 0);
    return {
      manifest: model.manifest,
      evaluate: async ({ numbers }) => ({
        title: 'How far off',
        columns: ['error'],
        rows: [
          { name: 'fake', values: [numbers.reduce((a, b) => a + b, 0) - weight] },
          { name: 'zero', values: [Number.NaN] },
        ],
        notes: ['It is a sum.'],
        tables: [
          {
            title: 'Numbers',
            columns: ['how many', 'share'],
            rows: [{ name: 'all', values: [numbers.length, 0.5] }],
          },
        ],
      }),
      predict: async (data, { times }) => ({
        json: [weight, data?.numbers.length ?? 0],
        text: () => `${weight} `.repeat(Number(times ?? 1)).trim(),
      }),
      probe: async () => [[weight * 2]],
      async *stream(lines) {
        for await (const line of lines) yield { json: { line }, text: `${line}: ${weight}` };
      },
      async *generate() {
        yield 'one ';
        yield 'two';
      },
      close() {},
    };
  },
};
