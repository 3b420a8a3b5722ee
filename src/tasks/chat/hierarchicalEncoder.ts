import type { Embedding } from '../../nn/layers/embedding.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters } from '../../nn/parameters.ts';
import { lastState } from '../../nn/stack/lastState.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { pool } from '../../tensor/ragged/pool.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ChatArchitecture } from './chatModel.ts';
import type { EncodedDialog } from './dialogEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';
import { looksBack } from './options.ts';
import { wordReader } from './wordReader.ts';

/** The numbers of masks from the encoder's place on. */
const TURNS = 1;
const DIALOG = 128;

/**
 * The hierarchical recurrent encoder (Serban, Sordoni, Bengio, Courville and Pineau, 2016). Of each turn a recurrence over its
 * words gives the last states in each direction, and u holds these and the mean of the vectors of its words; a GRU over the
 * turns of a dialog follows it:
 *
 *     c(t) = gru(c(t-1), u(t))
 *
 * A reply begins with c of the turn before it, and may attend to [c(t), u(t)] of all turns before it. All different turns of a
 * batch are read once, and a dialog once for all of its replies.
 */
export function hierarchicalEncoder(
  context: Context,
  architecture: ChatArchitecture,
  { words, seed, place }: { words: Embedding; seed: number; place: number },
): HistoryEncoder {
  const { hidden, embedding, conditioning, dropout: rate } = architecture;
  const { stack: utterance, read } = wordReader(context, architecture, { words, seed, place });
  const dialog = recurrentStack(context, {
    inputSize: utterance.outputSize + embedding,
    hiddenSize: hidden,
    cell: { cell: 'gru' },
    seed,
    place: place + DIALOG,
  });
  const int32 = (values: ArrayLike<number>): Tensor => context.tensor(values, [values.length], 'int32');
  const isAttended = looksBack(conditioning);
  return {
    cells: dialog.cells,
    outputSize: dialog.outputSize + utterance.outputSize + embedding,
    parameters: joinParameters({ utterance, dialog }),
    run(histories, pass, ids = histories.map((_, k) => k)) {
      const dialogs = new Map<
        EncodedDialog,
        { length: number; readonly id: number; readonly place: number }
      >();
      histories.forEach(({ dialog: own, until }, k) => {
        const known = dialogs.get(own);
        if (known) known.length = Math.max(known.length, until);
        else dialogs.set(own, { length: until, id: ids[k], place: dialogs.size });
      });
      const said = [...dialogs].flatMap(([{ turns }, { length }]) => turns.slice(0, length));
      const places = new Map<Int32Array, number>();
      for (const turn of said) if (!places.has(turn)) places.set(turn, places.size);

      const { final, vectors } = read([...places.keys()], pass);
      const different = concatenate([lastState(final, utterance), pool(vectors, 'mean')], 1);

      const structure = Structure.of(
        Array.from(dialogs.values(), ({ length }) => length),
        { ids: Array.from(dialogs.values(), ({ id }) => id) },
      );
      const u = gatherRows(different, int32(said.map((turn) => places.get(turn) ?? 0)));
      const turns = passDropout(u, {
        rate,
        pass,
        place: place + TURNS,
        keys: () => structure.rowKeysOn(context, 'sequence'),
      });
      const c = toSequence(dialog.run({ data: turns, structure, layout: 'sequence' }, { pass }).output).data;

      const starts = histories.map(({ dialog: own }) => structure.starts[dialogs.get(own)?.place ?? 0]);
      const lasts = int32(histories.map(({ until }, k) => starts[k] + until - 1));
      const end = { h: gatherRows(c, lasts) };
      const lengths = histories.map(({ until }) => (isAttended ? until : 0));
      const rows = histories.flatMap((_, k) =>
        Array.from({ length: lengths[k] }, (_turn, t) => starts[k] + t),
      );
      return {
        output: {
          data: gatherRows(concatenate([c, turns], 1), int32(rows)),
          structure: Structure.of(lengths, { ids }),
          layout: 'sequence',
        },
        final: [[end]],
        trace: [],
      };
    },
  };
}
