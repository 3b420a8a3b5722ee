import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import type { Cell } from '../cells/cell.ts';
import { gruCell, type GruOptions } from '../cells/gruCell.ts';
import { jordanCell, type JordanOptions } from '../cells/jordanCell.ts';
import type { InputOptions } from '../cells/inputWeights.ts';
import { lruCell, type LruOptions } from '../cells/lruCell.ts';
import { lstmCell, type LstmOptions } from '../cells/lstmCell.ts';
import { minGruCell } from '../cells/minGruCell.ts';
import { minLstmCell } from '../cells/minLstmCell.ts';
import { type RnnOptions, rnnCell } from '../cells/rnnCell.ts';
import { slstmCell, type SlstmOptions } from '../cells/slstmCell.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { type InitialiserName, namedInitialisers } from '../initialise/named.ts';

type Initialisers = 'inputInitialiser' | 'recurrentInitialiser';
type Own = 'inputSize' | 'hiddenSize' | 'stream' | Initialisers;

/** What of a choice has to be looked up. */
type Named = { readonly cell: string } & { readonly [Key in Initialisers]?: InitialiserName };

/** A cell's options as plain data: initialisers by name. */
type Plain<Name, Options> = { readonly cell: Name } & {
  readonly [Key in keyof Omit<Options, Own>]: Omit<Options, Own>[Key];
} & { readonly [Key in keyof Options & Initialisers]?: InitialiserName };

/** A known cell and its options, as plain data. */
export type CellChoice =
  | Plain<'lstm', LstmOptions>
  | Plain<'gru', GruOptions>
  | Plain<'rnn', RnnOptions>
  | Plain<'jordan', JordanOptions>
  | Plain<'slstm', SlstmOptions>
  | Plain<'mingru', InputOptions>
  | Plain<'minlstm', InputOptions>
  | Plain<'lru', LruOptions>;

export const cellNames = ['lstm', 'gru', 'rnn', 'jordan', 'slstm', 'mingru', 'minlstm', 'lru'] as const;

/** Makes the cell that a choice describes. Throws `bad-argument`. */
export function makeCell(
  context: Context,
  choice: CellChoice,
  sizes: Pick<LstmOptions, 'inputSize' | 'hiddenSize' | 'stream'>,
): Cell {
  const { inputInitialiser, recurrentInitialiser }: Named = choice;
  const input = { ...sizes, inputInitialiser: initialiserOf(inputInitialiser) };
  const both = { ...input, recurrentInitialiser: initialiserOf(recurrentInitialiser) };
  switch (choice.cell) {
    case 'lstm':
      return lstmCell(context, { ...choice, ...both });
    case 'gru':
      return gruCell(context, { ...choice, ...both });
    case 'rnn':
      return rnnCell(context, { ...choice, ...both });
    case 'jordan':
      return jordanCell(context, { ...choice, ...both });
    case 'slstm':
      return slstmCell(context, { ...choice, ...both });
    case 'mingru':
      return minGruCell(context, { ...choice, ...input });
    case 'minlstm':
      return minLstmCell(context, { ...choice, ...input });
    case 'lru':
      return lruCell(context, { ...choice, ...sizes });
    default: {
      const unknown: never = choice;
      return fail(
        'bad-argument',
        'cell',
        `unknown cell ${JSON.stringify(unknown)}`,
        `Choose one of ${cellNames.join(', ')}`,
      );
    }
  }
}

/** Choices may come from files, so the name is looked at. */
function initialiserOf(name: InitialiserName | undefined): Initialiser | undefined {
  if (name === undefined || Object.hasOwn(namedInitialisers, name)) return name && namedInitialisers[name];
  const names = Object.keys(namedInitialisers).join(', ');
  return fail(
    'bad-argument',
    'cell',
    `unknown initialiser ${JSON.stringify(name)}`,
    `Choose one of ${names}`,
  );
}
