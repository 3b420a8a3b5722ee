import type { LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { binaryAnswers } from '../../inspect/binaryAnswers.ts';
import { classAnswers } from '../../inspect/classAnswers.ts';
import { groups, spread } from '../../inspect/spread.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions, TOGETHER } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { formatNumber } from '../../support/format.ts';
import type { Context } from '../../tensor/context.ts';
import type { Classes } from './classes.ts';
import type { ClassifyModel } from './classifyModel.ts';
import { coding } from './coding.ts';
import type { Encoded } from './encoder.ts';
import { orderOf } from './numberReader.ts';
import { symbolsOf } from './symbolsOf.ts';

/** A classifier with sequences, to look into it: what it answers is about each whole sequence. Throws `bad-argument`, `bad-data`. */
export function classifySubject(
  context: Context,
  model: ClassifyModel,
  classes: Classes,
  given: readonly LabelledSequence[],
  options: SubjectOptions,
): Subject {
  const { input, multiLabel } = classes;
  if (input.kind === 'grid')
    fail(
      'bad-argument',
      'inspect',
      'the model reads pictures as grids, which have no steps in time',
      'Inspect a classifier of texts, series, or pictures pixel by pixel',
    );
  const codes = coding(classes);
  const read = spread(given, countOf(options)).map((sequence) => ({
    sequence,
    content: codes.encode(sequence.content),
    labels: codes.labels(sequence.labels ?? []),
  }));
  const lengthOf = (content: Encoded): number =>
    content.length / (input.kind === 'numbers' ? input.channels.length : 1);
  const filled = read.filter(({ content }) => content.length > 0);
  if (filled.length === 0)
    fail('bad-data', 'inspect', 'there is no sequence with a step', 'Give sequences to look at');
  return {
    context,
    parameters: model.parameters,
    ...(input.kind === 'text' && { separator: input.unit === 'word' ? ' ' : '' }),
    options: ['chrono', 'clip', 'lr', 'cell', 'bidirectional'],
    batches: groups(filled, TOGETHER).map((some) => {
      const contents = some.map(({ content }) => content);
      const texts = some.map(({ sequence }) => textOf(sequence.content, classes));
      return {
        lengths: contents.map(lengthOf),
        textAt: (sequence, time) => texts[sequence](time),
        run(choices) {
          const logits = model.run({ contents });
          const labels = some.map((one) => one.labels);
          return {
            ...(multiLabel
              ? binaryAnswers(logits, targetsOf(labels, classes.labels.length), choices)
              : classAnswers(
                  logits,
                  labels.map(([label = -1]) => label),
                  choices,
                )),
            sequences: some.map((_, k) => k),
            times: some.map(() => -1),
          };
        },
      };
    }),
  };
}

/** Numbers of labels as targets [B, K]. */
function targetsOf(labels: readonly (readonly number[])[], K: number): Float32Array {
  const targets = new Float32Array(labels.length * K);
  labels.forEach((own, k) => {
    for (const label of own) if (label >= 0) targets[k * K + label] = 1;
  });
  return targets;
}

/** What stands at each step that is read. */
function textOf(content: LabelledSequence['content'], { input }: Classes): (time: number) => string {
  if (input.kind === 'text') {
    const symbols = symbolsOf(String(content), input.unit);
    return (time) => symbols[time];
  }
  if (input.kind === 'grid' || typeof content === 'string') return () => '';
  const order = orderOf(input);
  const width = input.channels.length;
  return (time) => {
    const step = order?.[time] ?? time;
    return Array.from(content.subarray(step * width, (step + 1) * width), formatNumber).join(' ');
  };
}
