import { gaussianOutput } from './gaussianOutput.ts';
import { mixtureOutput } from './mixtureOutput.ts';
import { negativeBinomialOutput } from './negativeBinomialOutput.ts';
import type { Output } from './output.ts';
import { quantileOutput } from './quantileOutput.ts';
import { studentTOutput } from './studentTOutput.ts';

/** The forms of distribution by the names of the option. */
export const outputs = {
  'student-t': studentTOutput,
  gaussian: gaussianOutput,
  quantiles: quantileOutput,
  'negative-binomial': negativeBinomialOutput,
  mixture: mixtureOutput,
} as const satisfies Record<string, Output>;

export type OutputName = keyof typeof outputs;

export const outputNames = Object.keys(outputs) as OutputName[];
