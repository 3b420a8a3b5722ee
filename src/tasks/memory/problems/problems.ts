import { adding } from './adding.ts';
import { copy } from './copy.ts';
import { dyck } from './dyck.ts';
import { parity } from './parity.ts';
import type { Problem } from './problem.ts';
import { temporalOrder } from './temporalOrder.ts';

export const problems: readonly Problem[] = [adding, copy, temporalOrder, dyck, parity];

export const problemNames: readonly string[] = problems.map(({ name }) => name);
