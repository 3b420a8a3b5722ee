import { nearestNames } from '../../support/nearestNames.ts';
import { formatList } from '../../support/format.ts';

/** A remedy for a name that does not exist: the nearest one, or all there are. */
export function didYouMean(name: string, names: readonly string[]): string {
  const [nearest] = nearestNames(name, names, 1);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  return names.length === 0
    ? 'There are none.'
    : `There ${names.length === 1 ? 'is' : 'are'} ${formatList(names, 'and')}.`;
}
