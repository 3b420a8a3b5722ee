import type { TimeForm } from './forms.ts';
import {
  dayFirstForm,
  isoForm,
  monthFirstForm,
  monthForm,
  namedMonthForm,
  quarterForm,
  shortMonthForm,
} from './forms.ts';

/** The forms that nothing else than a time has. */
export const plainForms: readonly TimeForm[] = [
  isoForm,
  monthForm,
  quarterForm,
  namedMonthForm,
  dayFirstForm,
  monthFirstForm,
];

/** Whether a cell is a time by its form alone (a whole number is not). */
export function looksLikeTime(cell: string): boolean {
  if (!/^\d|^[a-z]{3,9}\.?[ -]\d{4}$/i.test(cell)) return false;
  return (
    plainForms.some((form) => form.parse(cell) !== undefined) || shortMonthForm.parse(cell) !== undefined
  );
}
