import type { Case } from '../case.ts';
import { cases as chains } from './chains.ts';
import { cases as densities } from './densities.ts';
import { cases as elementwise } from './elementwise.ts';
import { cases as grids } from './grids.ts';
import { cases as matmul } from './matmul.ts';
import { cases as optimizers } from './optimizers.ts';
import { cases as peak } from './peak.ts';
import { cases as reductions } from './reductions.ts';
import { cases as rows } from './rows.ts';
import { cases as scans } from './scans.ts';
import { cases as sweeps } from './sweeps.ts';

/** Every kernel's cases. They import neither Node nor a test runner. */
export const cases: readonly Case[] = [
  ...matmul,
  ...elementwise,
  ...reductions,
  ...rows,
  ...chains,
  ...sweeps,
  ...grids,
  ...scans,
  ...densities,
  ...optimizers,
  ...peak,
];
