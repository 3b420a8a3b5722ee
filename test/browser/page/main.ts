import { hasRelaxedSimd } from '../../../src/backend/relaxedSimd.ts';
import { conform } from './conform.ts';
import { fitSmall } from './fitSmall.ts';
import { trainSmall } from './trainSmall.ts';

/** What a test can call in the page. */
const pageTests = { conform, fitSmall, hasRelaxedSimd, trainSmall };

export type PageTests = typeof pageTests;

declare global {
  var tests: PageTests;
}

globalThis.tests = pageTests;
