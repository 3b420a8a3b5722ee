import { type Calibration, calibration } from '../../data/score/calibration.ts';
import { type ClassScores, classScores } from '../../data/score/classScores.ts';
import { formatQuantity } from '../../support/format.ts';
import type { Evaluation, ScoreTable } from '../task.ts';
import type { Classes } from './classes.ts';

/** Numbers of the classes that are given: the most probable one, or all that are more probable than not. */
export function decide(probabilities: ArrayLike<number>, multiLabel: boolean): number[] {
  const all = Array.from(probabilities);
  return multiLabel ? all.flatMap((p, k) => (p >= 0.5 ? [k] : [])) : [all.indexOf(Math.max(...all))];
}

export interface Scored extends ClassScores {
  readonly calibration: Calibration;
  /** The mean of -log of the probability of what is right, in nats. */
  readonly logLoss: number;
}

const TINY = 1e-7;

/** Scores of answers; `truths`: numbers of classes, -1 for one that is not known. */
export function scoresOf(
  { labels, multiLabel }: Pick<Classes, 'labels' | 'multiLabel'>,
  truths: readonly (readonly number[])[],
  answers: readonly ArrayLike<number>[],
): Scored {
  const K = labels.length;
  const truth = new Uint8Array(truths.length * K);
  const given = new Uint8Array(truths.length * K);
  const confidences: number[] = [];
  const isRight: boolean[] = [];
  let [losses, count] = [0, 0];
  const note = (confidence: number, right: boolean, probability: number): void => {
    confidences.push(confidence);
    isRight.push(right);
    losses -= Math.log(Math.max(TINY, probability));
    count++;
  };
  truths.forEach((own, item) => {
    for (const label of own) if (label >= 0) truth[item * K + label] = 1;
    const decided = decide(answers[item], multiLabel);
    for (const label of decided) given[item * K + label] = 1;
    if (!multiLabel) {
      const [label] = decided;
      note(answers[item][label], label === own[0], own[0] >= 0 ? answers[item][own[0]] : 0);
      return;
    }
    for (let k = 0; k < K; k++) {
      const p = answers[item][k];
      const is = own.includes(k);
      note(Math.max(p, 1 - p), p >= 0.5 === is, is ? p : 1 - p);
    }
  });
  const exact = classScores(truth, given, K);
  const unknown = truths.filter((own, item) => own.includes(-1) && exactAt(truth, given, item, K)).length;
  return {
    ...exact,
    accuracy: exact.accuracy - unknown / Math.max(1, truths.length),
    calibration: calibration(confidences, isRight),
    logLoss: losses / Math.max(1, count),
  };
}

/** Whether all that is known of an item is as given: one with an unknown label is wrong for all that. */
const exactAt = (truth: Uint8Array, given: Uint8Array, item: number, K: number): boolean =>
  truth.subarray(item * K, (item + 1) * K).every((is, k) => is === given[item * K + k]);

/** Classes up to which a whole confusion matrix is shown. */
const WHOLE = 12;
const WORST = 10;

/** The model beside the most frequent class, with a confusion matrix and a table of reliability. */
export function classEvaluation(
  classes: Classes,
  truths: readonly (readonly number[])[],
  answers: readonly ArrayLike<number>[],
): Evaluation {
  const { labels, multiLabel, usual, counts, total } = classes;
  const usually = labels.map((label) => Number(usual.includes(label)));
  const model = scoresOf(classes, truths, answers);
  const baseline = scoresOf(
    classes,
    truths,
    truths.map(() => usually),
  );
  const share = counts.map((count) => count / total);
  const prior = scoresOf(
    classes,
    truths,
    truths.map(() => share),
  );
  const row = (scores: Scored, logLoss: number, error: number): number[] => [
    100 * scores.accuracy,
    100 * scores.macroF1,
    ...(multiLabel ? [100 * scores.microF1] : []),
    100 * error,
    logLoss,
  ];
  return {
    title: multiLabel ? 'Labels of sequences' : 'Classes of sequences',
    columns: [
      multiLabel ? 'all right' : 'accuracy',
      'macro F1',
      ...(multiLabel ? ['micro F1'] : []),
      'calibration error',
      'log loss',
    ],
    rows: [
      { name: 'classify', values: row(model, model.logLoss, model.calibration.error) },
      { name: 'most frequent', values: row(baseline, prior.logLoss, prior.calibration.error) },
    ],
    notes: [
      `${formatQuantity(truths.length, 'sequence')}. Shares in percent; the log loss in nats. The baseline always gives ${usual.length === 0 ? 'no label' : usual.join(', ')}, with the shares of the training data as probabilities.`,
    ],
    tables: [
      multiLabel ? labelTable(labels, model) : confusionTable(labels, truths, answers),
      reliabilityTable(model.calibration),
    ],
  };
}

function labelTable(labels: readonly string[], { classes }: Scored): ScoreTable {
  return {
    title: 'Labels',
    columns: ['precision', 'recall', 'F1', 'sequences'],
    rows: classes.map(({ precision, recall, f1, count }, k) => ({
      name: labels[k],
      values: [100 * precision, 100 * recall, 100 * f1, count],
    })),
  };
}

/** How often each class (by row) was given each class (by column); of many classes what was most often taken for what. */
function confusionTable(
  labels: readonly string[],
  truths: readonly (readonly number[])[],
  answers: readonly ArrayLike<number>[],
): ScoreTable {
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  truths.forEach(([truth], item) => {
    if (truth >= 0) counts[truth][decide(answers[item], false)[0]]++;
  });
  if (labels.length <= WHOLE) {
    return {
      title: 'True class by row, given class by column',
      columns: labels,
      rows: counts.map((values, k) => ({ name: labels[k], values })),
    };
  }
  const confusions = counts.flatMap((row, truth) =>
    row.flatMap((count, given) => (truth === given || count === 0 ? [] : [{ truth, given, count }])),
  );
  confusions.sort((a, b) => b.count - a.count);
  return {
    title: 'Most often taken for another class',
    columns: ['times'],
    rows: confusions
      .slice(0, WORST)
      .map(({ truth, given, count }) => ({ name: `${labels[truth]} for ${labels[given]}`, values: [count] })),
  };
}

function reliabilityTable({ bins }: Calibration): ScoreTable {
  return {
    title: 'Answers by their confidence',
    columns: ['answers', 'confidence', 'right'],
    rows: bins
      .filter(({ count }) => count > 0)
      .map(({ from, to, count, confidence, accuracy }) => ({
        name: `${Math.round(100 * from)} to ${Math.round(100 * to)} %`,
        values: [count, 100 * confidence, 100 * accuracy],
      })),
  };
}
