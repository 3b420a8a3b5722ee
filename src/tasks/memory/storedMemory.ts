import { boolean, each, members, number, oneOf, optional, positive } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { taskCells } from '../taskCell.ts';
import type { MemoryArchitecture } from './memoryModel.ts';
import { problemNames } from './problems/problems.ts';

/** What model.json says of a network that was put to the test. */
export interface StoredMemory {
  readonly architecture: MemoryArchitecture & {
    /** The length that it was trained for. */
    readonly length: number;
  };
}

const checkForm = members({
  architecture: members({
    problem: oneOf(problemNames),
    cell: members({
      cell: oneOf(taskCells),
      chrono: optional(positive),
      forgetBias: optional(number),
      glu: optional(boolean),
    }),
    hidden: positive,
    layers: positive,
    length: positive,
  }),
  probes: each('array', members({ input: positive })),
});

/** The network in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredMemory {
  const { architecture } = checkManifest<StoredMemory>(manifest, 'memory', checkForm);
  checkRoom(manifest, architecture.layers * architecture.hidden ** 2);
  return { architecture };
}
