import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import type { Cell } from '../cells/cell.ts';
import { gruCell, type GruOptions } from '../cells/gruCell.ts';
import { jordanCell, type JordanOptions } from '../cells/jordanCell.ts';
import { lstmCell, type LstmOptions } from '../cells/lstmCell.ts';
import { type RnnOptions, rnnCell } from '../cells/rnnCell.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { type InitialiserName, namedInitialisers } from '../initialise/named.ts';

type Own = 'inputSize' | 'hiddenSize' | 'stream' | 'inputInitialiser' | 'recurrentInitialiser';

/** A cell's options as plain data: initialisers by name. */
type Plain<Name, Options> = { readonly cell: Name } & {
  readonly [Key in keyof Omit<Options, Own>]: Omit<Options, Own>[Key];
} & {
  readonly inputInitialiser?: InitialiserName;
  readonly recurrentInitialiser?: InitialiserName;
};

/** A known cell and its options, as plain data. */
export type CellChoice =
  | Plain<'lstm', LstmOptions>
  | Plain<'gru', GruOptions>
  | Plain<'rnn', RnnOptions>
  | Plain<'jordan', JordanOptions>;

export const cellNames = ['lstm', 'gru', 'rnn', 'jordan'] as const;

/** Makes the cell that a choice describes. Throws `bad-argument`. */
export function makeCell(
  context: Context,
  choice: CellChoice,
  sizes: Pick<LstmOptions, 'inputSize' | 'hiddenSize' | 'stream'>,
): Cell {
  const { inputInitialiser, recurrentInitialiser } = choice;
  const common = {
    ...sizes,
    inputInitialiser: initialiserOf(inputInitialiser),
    recurrentInitialiser: initialiserOf(recurrentInitialiser),
  };
  switch (choice.cell) {
    case 'lstm':
      return lstmCell(context, { ...choice, ...common });
    case 'gru':
      return gruCell(context, { ...choice, ...common });
    case 'rnn':
      return rnnCell(context, { ...choice, ...common });
    case 'jordan':
      return jordanCell(context, { ...choice, ...common });
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
