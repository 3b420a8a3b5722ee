import { colouredText } from '../../formats/html/colouredText.ts';
import type { Json } from '../../support/json.ts';
import type { Finding } from '../finding.ts';
import { significant } from '../significant.ts';
import type { Subject } from '../subject.ts';
import type { CollectedStates, StateRows } from './collectedStates.ts';
import type { FollowedPattern, Meaning } from './meaningOf.ts';
import { nearestPlaces } from './nearestPlaces.ts';
import type { FollowingUnit } from './unitsFollowing.ts';

/** Places whose neighbours are shown, how many of these, and steps of text before each. */
const PLACES = 3;
const NEAREST = 4;
const BEFORE = 30;

/** What units follow, in words, numbers and coloured text; and places of the data that leave much the same state. */
export function describeMeaning({ collected, patterns }: Meaning, subject: Subject): Finding {
  const { separator } = subject;
  const found = patterns.filter(({ units }) => units.length > 0);
  const near = separator === undefined ? [] : neighbours(collected, separator);
  return {
    title: 'What units follow',
    paragraphs: [
      ...(patterns.length === 0
        ? ['The steps are numbers: give a --mask of what units may follow in them.']
        : [
            'Of what is there or not, the score is the area under the curve: 0.5 by chance, 1 or 0 at best. Of a number it is the correlation. Units were searched in every other sequence; “elsewhere” is their score in the others.',
          ]),
      ...patterns
        .filter(({ units }) => units.length === 0)
        .map(({ about }) => `Never changes in what was searched: ${about}.`),
      ...near.map(({ text, others }) => `The state after “${text}” is most like that after ${others}.`),
    ],
    ...(found.length > 0 && {
      table: {
        columns: ['what', 'best unit', 'score', 'elsewhere'],
        rows: found.map(({ about, units: [best] }) => [
          about,
          unitText(best),
          scoreText(best.score),
          scoreText(best.held),
        ]),
      },
    }),
    pictures: separator === undefined ? [] : found.map((pattern) => picture(pattern, collected, separator)),
    json: {
      patterns: patterns.map(({ name, about, kind, units }) => ({
        ...{ name, about, kind },
        units: units.map(unitJson),
      })),
      nearest: near.map(({ text, places }) => ({ after: text, places })),
    },
  };
}

const unitText = ({ rows: { named, state }, unit }: FollowingUnit): string =>
  `${state} ${unit + 1} (${named.name})`;

const scoreText = (score: number): string => (Number.isNaN(score) ? '-' : score.toFixed(3));

const unitJson = ({ rows: { named, state }, unit, score, held }: FollowingUnit): Json => ({
  ...{ name: named.name, state, unit },
  score: significant(score),
  elsewhere: significant(held),
});

/** The second sequence, which was not searched, coloured by the best unit, about its mean. */
function picture(
  { about, units: [best] }: FollowedPattern,
  { places, texts }: CollectedStates,
  separator: string,
): string {
  const sequence = texts.length > 1 ? 1 : 0;
  const { values, units } = best.rows;
  const rows = places.flatMap((place, row) => (place.sequence === sequence ? [row] : []));
  const own = rows.map((row) => values[row * units + best.unit]);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  return colouredText(
    own.map((value, time) => ({ text: texts[sequence][time], value: value - mean })),
    separator,
    `${about}: unit ${unitText(best)}, blue above its mean and orange below`,
  );
}

interface Neighbours {
  readonly text: string;
  readonly others: string;
  readonly places: Json;
}

/** Of some places of the first sequence. */
function neighbours(collected: CollectedStates, separator: string): Neighbours[] {
  const { places, texts, states } = collected;
  const last: StateRows | undefined = states.findLast(({ named }) => named.direction === 'forward');
  const [length] = texts.map((text) => text.length);
  if (!last || places.length < 2) return [];
  const textAt = (sequence: number, time: number): string =>
    texts[sequence]
      .slice(Math.max(0, time + 1 - BEFORE), time + 1)
      .join(separator)
      .replaceAll(/\s+/g, ' ')
      .trim();
  return Array.from({ length: PLACES }, (_, k) => {
    const time = Math.min(length - 1, Math.floor(((k + 1) * length) / PLACES) - 1);
    if (time < 0) return undefined;
    const found = nearestPlaces(collected, last, time, NEAREST);
    return {
      text: textAt(0, time),
      others: found.map((near) => `“${textAt(near.sequence, near.time)}”`).join(', '),
      places: found.map(({ similarity, ...near }) => ({
        ...near,
        after: textAt(near.sequence, near.time),
        similarity: significant(similarity),
      })),
    };
  }).filter((one) => one !== undefined);
}
