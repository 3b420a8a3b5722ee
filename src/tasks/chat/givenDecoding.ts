import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { ReplyOptions } from './decoding.ts';

const drawing = ['temperature', 'topK', 'topP', 'seed'] as const;

/** The options of the search, as the command line gives them. Throws `bad-argument`. */
export function givenDecoding(given: Readonly<Record<string, Json>>): ReplyOptions {
  const numbers = (...names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = given[name];
        return typeof value === 'number' ? [[name, value] as const] : [];
      }),
    );
  const unused = drawing.find((name) => given[name] !== undefined);
  if (given.sample !== true && unused !== undefined) {
    const what = `${unused} is given, and nothing is drawn`;
    fail('bad-argument', 'predict', what, 'Give --sample too, or leave it out');
  }
  return {
    ...numbers('beam', 'lengthPenalty', 'maxLength', 'noRepeat', 'best'),
    ...(given.trace === true && { trace: true }),
    ...(given.sample === true && { sampling: numbers(...drawing) }),
  };
}
