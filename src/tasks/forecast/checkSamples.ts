import { fail } from '../../support/errors.ts';
import type { ForecastArchitecture } from './architecture.ts';

/** Throws `bad-argument` where samples are asked of a model that draws none, or too few to tell a quantile. */
export function checkSamples({ decoder }: ForecastArchitecture, samples: number | undefined): void {
  if (samples === undefined) return;
  if (decoder === 'direct') {
    const what = 'samples is given, and the model forecasts all steps at once: it draws none';
    fail('bad-argument', 'forecast', what, 'Leave it out, or train a model with --decoder autoregressive');
  }
  if (Number.isInteger(samples) && samples >= 2) return;
  fail('bad-argument', 'forecast', `samples is ${samples}`, 'Give a whole number of at least 2');
}
