import { fail } from '../support/errors.ts';

/** Values by the names of options. Undefined: none can be given. */
export type Fixed = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * What a trained model is stays as it is: throws `bad-argument` at the first option that is given and differs from `is`.
 */
export function refuseChanges(task: string, options: object, is: Fixed): void {
  const given: Fixed = { ...options };
  for (const [name, value] of Object.entries(is)) {
    if (given[name] === undefined || given[name] === value) continue;
    const what = `${name} is ${String(given[name])}, but the model to go on from was made with ${String(value ?? 'its own')}`;
    fail('bad-argument', task, what, 'Leave the option out, or train a new model without --from');
  }
}
