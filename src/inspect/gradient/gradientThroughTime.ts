import { observeRecurrences } from '../../nn/recurrence/observeRecurrences.ts';
import { fail } from '../../support/errors.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { gradients } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type RecurrenceName, readsBatch, recurrenceNames } from '../recurrences.ts';
import type { Answers, Subject, SubjectBatch } from '../subject.ts';
import { type LagCollector, type LagStatistics, lagCollector } from './lagStatistics.ts';
import { pickAnswers } from './pickAnswers.ts';

/** The gradient of losses with respect to one state of one recurrence. */
export interface StateGradient extends RecurrenceName, LagStatistics {
  /** The name of the state: `h`, and `c` of an LSTM. */
  readonly state: string;
}

export interface GradientThroughTime {
  /** How many answers were followed back. */
  readonly answers: number;
  readonly states: readonly StateGradient[];
  /** Recurrences over other sequences than those of the data, as over the characters of words: not measured. */
  readonly apart: readonly string[];
}

/** Answers of a sequence that are followed back, at most. */
const PASSES = 4;

/** A recurrence whose gradients came by in a backward sweep. */
interface Seen {
  readonly named: RecurrenceName;
  readonly structure: Structure;
  readonly gradients: Readonly<Record<string, Tensor>>;
}

/**
 * How far the gradient reaches back: the norm of dL(t)/dstate(t - k) for every lag k, L(t) the loss of the answer that is
 * given after step t. Read backwards, t + k stands for t - k; an answer about a whole sequence is followed from where
 * each direction ends. (Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991; Pascanu, Mikolov & Bengio,
 * "On the difficulty of training recurrent neural networks", 2013.) Throws `bad-argument` where the network has no
 * recurrence.
 */
export function gradientThroughTime(subject: Subject): GradientThroughTime {
  const { context, batches } = subject;
  const nameOf = recurrenceNames(subject.parameters);
  const collectors = new Map<string, { named: RecurrenceName; state: string; collector: LagCollector }>();
  /** In the order in which the network runs them. */
  const order = new Set<string>();
  const apart = new Set<string>();
  let [count, runs] = [0, 0];

  /** One forward and backward pass: the answers of `pass`; undefined where there are none. */
  const follow = (batch: SubjectBatch, pass: number): number =>
    context.step(() => {
      const seen: Seen[] = [];
      const answers = observeRecurrences(
        context,
        ({ cell, structure, reverse }) => {
          const named = nameOf(cell, reverse);
          runs++;
          order.add(named.name);
          if (readsBatch(subject, batch, named, structure))
            return { watch: (own) => void seen.push({ named, structure, gradients: own }) };
          apart.add(named.name);
          return undefined;
        },
        () => batch.run(),
      );
      const picked = pickAnswers(answers, PASSES);
      if (pass >= picked.length) return picked.length;
      const seeds = new Float32Array(answers.losses.size);
      for (const m of picked[pass]) seeds[m] = 1;
      gradients([answers.losses], [], { seeds: [context.tensor(seeds, answers.losses.shape)] });
      for (const one of seen) collect(one, answers, picked[pass]);
      count += picked[pass].length;
      return picked.length;
    });

  const collect = ({ named, structure, gradients: own }: Seen, answers: Answers, picked: number[]): void => {
    for (const [state, tensor] of Object.entries(own)) {
      const [, units] = tensor.shape;
      const key = `${named.name} ${state}`;
      const into = collectors.get(key) ?? { named, state, collector: lagCollector(units) };
      collectors.set(key, into);
      const values = tensor.toArray();
      for (const m of picked) {
        const [sequence, time] = [answers.sequences[m], answers.times[m]];
        const last = structure.lengths[sequence] - 1;
        const isBack = named.direction === 'backward';
        const start = time >= 0 ? time : isBack ? 0 : last;
        const step = isBack ? 1 : -1;
        into.collector.add(
          values,
          isBack ? last - start + 1 : start + 1,
          (lag) => units * structure.row('packed', sequence, start + step * lag),
        );
      }
    }
  };

  for (const batch of batches) {
    let passes = 1;
    for (let pass = 0; pass < passes; pass++) passes = follow(batch, pass);
  }
  if (collectors.size === 0) failWithout(runs);
  const found = [...order].flatMap((name) =>
    [...collectors.values()].filter(({ named }) => named.name === name),
  );
  return {
    answers: count,
    states: found.map(({ named, state, collector }) => ({ ...named, state, ...collector.result() })),
    apart: [...apart],
  };
}

function failWithout(runs: number): never {
  return runs === 0
    ? fail(
        'bad-argument',
        'inspect',
        'the network has no recurrence over time',
        'Inspect one that reads its sequences step by step',
      )
    : fail(
        'bad-argument',
        'inspect',
        'no gradient reaches a recurrence over the sequences of the data',
        'Give sequences with at least one answer each',
      );
}
