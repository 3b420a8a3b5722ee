import { afterAll, describe, expect, test } from 'vitest';
import { type AttentionChoice, makeAttention } from '../../../src/nn/attention/attentionChoice.ts';
import { coverageLoss } from '../../../src/nn/attention/coverageLoss.ts';
import { QueryRows } from '../../../src/nn/attention/queryRows.ts';
import { stream } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { add } from '../../../src/tensor/operations/add.ts';
import { concatenate } from '../../../src/tensor/operations/concatenate.ts';
import { gatherRows } from '../../../src/tensor/operations/gatherRows.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { toSequence } from '../../../src/tensor/ragged/toSequence.ts';
import { backward } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { type Fixture, fixtureNames, readFixture } from '../../fixtures/torch/readFixture.ts';
import { openContexts } from '../../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

function expectClose(what: string, got: ArrayLike<number> | undefined, want: Float32Array): void {
  expect(got?.length, what).toBe(want.length);
  want.forEach((value, k) => {
    const error = Math.abs((got?.[k] ?? NaN) - value);
    expect(error, `${what}[${k}]`).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
  });
}

/** Makes the fixture's attention and runs it: its outputs by name, and what has gradients. */
function run(
  context: Context,
  fixture: Fixture<'attention'>,
  covered: boolean,
): { outputs: Record<string, Tensor>; trained: Record<string, Tensor> } {
  const { kind, lengths, steps, querySize, sourceSize, size, local } = fixture.case;
  const given = (name: string): Tensor => {
    const { data, shape } = fixture.tensor(name);
    return context.parameter(data, shape);
  };
  const choice = {
    attention: kind,
    ...(kind === 'additive' || kind === 'concat' ? { size } : {}),
    ...(covered ? { coverage: true } : {}),
    ...(local && { local }),
  } as AttentionChoice;
  const attention = makeAttention(context, choice, { querySize, sourceSize, stream: stream(1) });
  for (const [name, parameter] of Object.entries(attention.parameters))
    parameter.set(fixture.tensor(nameIn(fixture, name)).data);
  const [query, source] = ['query', 'source'].map(given);
  const memory = attention.prepare(ragged(source, Structure.of(lengths)));
  const readers = Structure.of(lengths.map(() => steps));
  const trained = { query, source, ...attention.parameters };
  if (!covered) {
    const rows = QueryRows.ofAll(memory.structure, { structure: readers, layout: 'sequence' });
    return { outputs: { ...attention.attend(query, memory, rows) }, trained };
  }
  const outputs = { context: [] as Tensor[], losses: [] as Tensor[] };
  let coverage: Tensor | undefined;
  for (let time = 0; time < steps; time++) {
    const rows = QueryRows.ofStep(memory.structure, readers, time);
    const index = Int32Array.from(rows.sources, (sequence) => readers.row('sequence', sequence, time));
    const asked = gatherRows(query, context.tensor(index, [index.length], 'int32'));
    const read = attention.attend(asked, memory, rows, coverage);
    const before = coverage ?? context.zeros([rows.total]);
    outputs.context.push(read.context);
    outputs.losses.push(coverageLoss(read.weights, before, rows));
    coverage = add(before, read.weights);
  }
  const bySequence = (parts: Tensor[]): Tensor =>
    toSequence(ragged(concatenate(parts), readers, 'packed')).data;
  return { outputs: { context: bySequence(outputs.context), losses: bySequence(outputs.losses) }, trained };
}

/** PyTorch's name of a parameter: within a window the score is a part of its own. */
const nameIn = ({ case: { local } }: Fixture<'attention'>, name: string): string =>
  local && !name.startsWith('local.') ? `score.${name}` : name;

describe.each(opened)('PyTorch, padded and masked, on $name', ({ context }) => {
  test.each(fixtureNames('attention'))('%s', (name) => {
    const fixture = readFixture('attention', name);
    context.step(() => {
      const { outputs, trained } = run(context, fixture, name === 'coverage');
      const losses = Object.entries(outputs).map(([output, tensor]) => {
        expectClose(output, tensor.toArray(), fixture.tensor(output).data);
        return sum(multiply(tensor, context.tensor(fixture.tensor(`d${output}`).data, tensor.shape)));
      });
      backward(losses.reduce((a, b) => add(a, b)));
      for (const [input, tensor] of Object.entries(trained)) {
        const stored = input === 'query' || input === 'source' ? input : nameIn(fixture, input);
        expectClose(input, tensor.gradient?.toArray(), fixture.tensor(`grad.${stored}`).data);
      }
    });
  });
});
