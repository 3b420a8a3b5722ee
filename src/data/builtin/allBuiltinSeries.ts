import { airlinePassengers } from './airlinePassengers.ts';
import type { BuiltinSeries } from './builtinSeries.ts';
import { yearlySunspots } from './yearlySunspots.ts';

/** The series that come with the package. */
export const allBuiltinSeries: readonly BuiltinSeries[] = [airlinePassengers, yearlySunspots];
