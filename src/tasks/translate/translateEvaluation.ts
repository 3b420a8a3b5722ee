import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import { formatNumber, formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import type { Coder } from './side.ts';
import type { Languages } from './storedTranslator.ts';
import { translateScores } from './translateScores.ts';

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
  { usual, target: { unit } }: Pick<Languages, 'usual' | 'target'>,
  coder: Pick<Coder, 'split'>,
  questions: readonly Question[],
  given: readonly (readonly string[])[],
  { loss, cut }: { readonly loss: number; readonly cut: number },
): Evaluation {
  const references = questions.map(({ targets }) => targets.map((text) => coder.split(text)));
  const row = (name: string, answers: readonly (readonly string[])[]): Evaluation['rows'][number] => {
    const { exact, symbolErrors } = translateScores(references, answers);
    return { name, values: [exact, symbolErrors] };
  };
  const always = coder.split(usual);
  return {
    title: 'Translations, in percent',
    columns: ['exact', `${unit} error rate`],
    rows: [
      row('translate', given),
      row(
        'copy',
        questions.map(({ source }) => coder.split(source)),
      ),
      row(
        'most frequent',
        questions.map(() => always),
      ),
    ],
    notes: [
      `${formatQuantity(questions.length, 'source')}. The baselines give the source as it is, and the most frequent target of the training data.`,
      `Perplexity ${formatNumber(Math.exp(loss))} by ${unit}.`,
      ...(cut > 0 ? [`${formatQuantity(cut, 'translation')} cut at the bound of their length.`] : []),
    ],
  };
}
