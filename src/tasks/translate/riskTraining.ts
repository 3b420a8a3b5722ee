import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import { nextScores } from '../../nn/decoder/nextScores.ts';
import type { Pass } from '../../nn/pass.ts';
import { DRAWN, drawn } from '../../nn/search/drawn.ts';
import { type Hypothesis } from '../../nn/search/hypothesis.ts';
import { oneByOne } from '../../nn/search/oneByOne.ts';
import { stream, substream, uniform } from '../../support/random.ts';
import { expectedRisk } from '../../tensor/losses/expectedRisk.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { BatchLoss } from '../../train/trainOptions.ts';
import type { Opened } from './opened.ts';
import { riskOf } from './riskOf.ts';
import { asTranslation } from './translation.ts';
import { translateTexts } from './translateTexts.ts';

/** Keys the drawing of candidates. */
const CANDIDATES = 0x7269736b;

export interface RiskOptions {
  /** How many translations of a source are drawn. */
  readonly candidates: number;
  /** alpha of `expectedRisk`. */
  readonly sharpness: number;
}

/**
 * Minimum risk training (Shen et al., 2016): the loss of pairs is the risk to be expected of translations that the model draws
 * by its probabilities, each counted once, and of the target. `ids`: of pairs.
 */
export function riskLoss(
  opened: Opened,
  pairs: readonly SentencePair[],
  ids: readonly number[],
  pass: Pass,
  { candidates, sharpness }: RiskOptions,
): BatchLoss {
  const { context, coding, languages, models } = opened;
  const [model] = models;
  const sources = ids.map((id) => coding.ofSource(pairs[id].source));
  const written = draw(opened, sources, ids, pass, candidates);
  const [targets, of, risks]: [Int32Array[], number[], number[]] = [[], [], []];
  ids.forEach((id, k) => {
    const { source, target = '' } = pairs[id];
    const wanted = coding.ofTarget(target, source);
    const seen = new Set([wanted.join()]);
    targets.push(wanted);
    of.push(k);
    risks.push(0);
    for (const { symbols, ended } of written[k]) {
      const { begin, end, decode } = coding.target;
      const own = Int32Array.of(begin, ...symbols, ...(ended ? [end] : []));
      if (seen.has(own.join())) continue;
      seen.add(own.join());
      targets.push(own);
      of.push(k);
      risks.push(riskOf(languages.target, decode(symbols, coding.copiesIn(symbols, source)), target));
    }
  });
  const { logLikelihoods, tokens } = model.logLikelihoods({ sources, targets, ids, of }, pass);
  const owners = context.tensor(of, [of.length], 'int32');
  const loss = expectedRisk(logLikelihoods, context.tensor(risks), { owners, inputs: ids.length, sharpness });
  return { loss, tokens };
}

/** Translations of each source, drawn: the same at the same step in any company. */
function draw(
  { context, models: [model], coding: { target }, languages }: Opened,
  sources: readonly Int32Array[],
  ids: readonly number[],
  { seed, step }: Pass,
  candidates: number,
): Hypothesis[][] {
  const all = sources.flatMap((source) => new Array<Int32Array>(candidates).fill(source));
  const keys = ids.flatMap((id) =>
    Array.from({ length: candidates }, (_, place) => stream(seed, CANDIDATES, step, id, place)),
  );
  const found = context.step(() =>
    noGradient(context, () =>
      oneByOne(
        nextScores(context, model, all, target.never),
        { count: all.length, begin: target.begin, end: target.end, bounds: all.map(() => languages.bound) },
        drawn((k, t, attempt) => uniform(substream(keys[k], t), attempt)),
        DRAWN,
      ),
    ),
  );
  return sources.map((_, k) => found.slice(k * candidates, (k + 1) * candidates));
}

/** The mean risk of what a model holds likeliest, symbol by symbol. */
export function meanRisk(opened: Opened, pairs: readonly SentencePair[]): number {
  const found = translateTexts(
    opened,
    pairs.map(({ source }) => source),
    { beam: 1 },
  );
  const risks = found.map(([first], k) =>
    riskOf(opened.languages.target, first ? asTranslation(opened, first).text : '', pairs[k].target ?? ''),
  );
  return risks.reduce((a, b) => a + b, 0) / Math.max(1, risks.length);
}
