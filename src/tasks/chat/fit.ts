import { coderOf } from '../../data/text/coder/side.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import { sequenceTraining } from '../sequenceTraining.ts';
import type { Runtime } from '../task.ts';
import { taskCell } from '../taskCell.ts';
import { type ChatArchitecture, chatModel } from './chatModel.ts';
import type { ChatData } from './data.ts';
import { dialogEncoder, symbolsRead } from './dialogEncoder.ts';
import { type Example, examplesOf } from './examples.ts';
import { knowledgeOf } from './knowledge.ts';
import { type ChatOptions, type CompleteOptions, completeOptions } from './options.ts';
import { probesOf } from './probes.ts';
import { scoreExamples } from './scoreExamples.ts';
import { checkStored, type StoredChat } from './storedChat.ts';

/** The stream of the order of dialogs below a seed. */
const ORDER = 0x636874;

/** Trains a model that talks; with held-out dialogs the weights with the lowest loss on them are kept. Throws as `Task.fit`. */
export async function fit(data: ChatData, options: ChatOptions, runtime: Runtime): Promise<StoredModel> {
  const complete = completeOptions(options);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('chat', { ...options, ...besides(data) }, fixedOf(before));
  if (data.candidates && complete.mode === 'generate') {
    const what = 'candidates are given, and a model that writes ranks nothing';
    fail('bad-argument', 'chat', what, 'Leave them out, or choose the mode rank');
  }
  const { architecture, knowledge } = before ?? describe(data, complete);
  const coder = coderOf(knowledge.text);
  const { seed, smoothing } = complete;
  const encode = dialogEncoder(coder);
  const examples = examplesOf(data.dialogs, knowledge, coder, encode);
  const held = examplesOf(data.valid, knowledge, coder, encode).flat();
  let count = 0;
  const numbered = examples.map((own) => own.map((example): [Example, number] => [example, count++]));
  const context = await openContext(runtime);
  try {
    const model = chatModel(context, architecture, { seed, end: coder.end });
    loadFrom(model.parameters, runtime.from);
    return await fitModel<readonly number[]>({
      describe: {
        task: 'chat',
        architecture,
        vocabulary: knowledge,
        data: { name: data.name, sha256: data.sha256, dialogs: data.dialogs.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, encode, coder, knowledge, data.dialogs),
      runtime,
      train: {
        ...sequenceTraining(context, model.parameters, examples.map(costOf), ORDER, complete),
        loss: (dialogs, pass) => {
          const some = dialogs.flatMap((dialog) => numbered[dialog]);
          const batch = {
            histories: some.map(([{ history }]) => history),
            replies: some.map(([{ reply }]) => reply),
            ids: some.map(([, id]) => id),
          };
          return model.loss(batch, pass, { smoothing });
        },
        ...(held.length > 0 && { validate: () => ({ loss: scoreExamples(context, model, held) }) }),
      },
    });
  } finally {
    context.close();
  }
}

/** What comes with dialogs, by the names of options. */
const besides = ({ candidates, slots }: ChatData): Fixed => ({
  ...(candidates && { candidates: 'given' }),
  ...(slots && { slots: 'given' }),
});

/** About how long a dialog takes: its symbols. */
const costOf = (examples: readonly Example[]): number => {
  const [last] = examples.slice(-1);
  return last.history.dialog.turns.reduce((sum, { length }) => sum + length, 0);
};

/** What a model of this data is. */
function describe(data: ChatData, options: CompleteOptions): StoredChat {
  const knowledge = knowledgeOf(data, options);
  const { mode, hierarchical, turns, embedding, cell, hidden, layers, bidirectional } = options;
  const { conditioning, dropout } = options;
  const architecture: ChatArchitecture = {
    ...{ mode, symbols: symbolsRead(coderOf(knowledge.text)), hierarchical, turns, embedding },
    ...{ cell: taskCell(cell), hidden, layers, bidirectional, conditioning, dropout },
  };
  return { architecture, knowledge };
}

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ architecture, knowledge: { text } }: StoredChat): Fixed => ({
  ...architecture,
  cell: architecture.cell.cell,
  unit: text.unit,
  lowercase: text.lowercase,
  candidates: undefined,
  slots: undefined,
});
