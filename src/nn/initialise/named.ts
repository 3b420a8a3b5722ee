import { heNormal, heUniform } from './he.ts';
import { identity } from './identity.ts';
import type { Initialiser } from './initialiser.ts';
import { orthogonal } from './orthogonal.ts';
import { xavierNormal, xavierUniform } from './xavier.ts';

/** Initialisers by the names that plain data can hold. */
export const namedInitialisers = {
  xavierUniform,
  xavierNormal,
  heUniform,
  heNormal,
  orthogonal: orthogonal(),
  identity: identity(),
} satisfies Record<string, Initialiser>;

export type InitialiserName = keyof typeof namedInitialisers;
