import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import { corpusBleu } from '../../data/score/bleu.ts';
import { corpusChrf } from '../../data/score/chrf.ts';
import { errorRate } from '../../data/score/errorRate.ts';
import { formatNumber, formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import type { Languages } from './storedTranslator.ts';
import { plainText, scoredUnit } from '../../data/text/coder/units.ts';

/** Sources with all that they may become. */
export interface Question {
  readonly source: string;
  readonly targets: readonly string[];
}

/** Pairs as questions: each on its own, or with `anyTarget` those of a source together. */
export function questionsOf(pairs: readonly SentencePair[], anyTarget: boolean): Question[] {
  if (!anyTarget) return pairs.map(({ source, target = '' }) => ({ source, targets: [target] }));
  const bySource = new Map<string, string[]>();
  for (const { source, target = '' } of pairs) {
    const known = bySource.get(source);
    if (known) known.push(target);
    else bySource.set(source, [target]);
  }
  return [...bySource].map(([source, targets]) => ({ source, targets }));
}

/** A model's translations beside the source itself, and beside the most frequent target of the training data. */
export function translateEvaluation(
  { usual, target: { unit, lowercase } }: Pick<Languages, 'usual' | 'target'>,
  questions: readonly Question[],
  given: readonly string[],
  { loss, cut }: { readonly loss: number; readonly cut: number },
): Evaluation {
  const { name, split } = scoredUnit(unit);
  const isProse = unit === 'word' || unit === 'bpe';
  const plain = (text: string): string => plainText(text, lowercase);
  const references = questions.map(({ targets }) => targets.map(plain));
  const symbols = references.map((right) => right.map(split));
  const row = (who: string, answers: readonly string[]): Evaluation['rows'][number] => {
    const { rate, exact } = errorRate(answers.map(split), symbols);
    const prose = isProse
      ? [corpusBleu(answers, references, { lowercase }), corpusChrf(answers, references, { lowercase })]
      : [];
    return { name: who, values: [...prose.map(({ score }) => score), 100 * exact, 100 * rate] };
  };
  const { signature } = corpusBleu(given, references, { lowercase });
  return {
    title: 'Translations, in percent',
    columns: [...(isProse ? ['BLEU', 'chrF'] : []), 'exact', `${name} error rate`],
    rows: [
      row('translate', given),
      row(
        'copy',
        questions.map(({ source }) => plain(source)),
      ),
      row(
        'most frequent',
        questions.map(() => plain(usual)),
      ),
    ],
    notes: [
      `${formatQuantity(questions.length, 'source')}. The baselines give the source as it is, and the most frequent target of the training data.`,
      `Perplexity ${formatNumber(Math.exp(loss))} by ${unit === 'bpe' ? 'piece' : unit}.`,
      ...(isProse ? [`BLEU as sacreBLEU's ${signature}.`] : []),
      ...(cut > 0 ? [`${formatQuantity(cut, 'translation')} cut at the bound of their length.`] : []),
    ],
  };
}
