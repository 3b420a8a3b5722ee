/** Every error code with the exit code of a command that ends with it, and what it means. */
export const catalogue = {
  'bad-argument': { exit: 2, means: 'an argument or option has a value that is not allowed' },
  'unknown-option': { exit: 2, means: 'a command was given an option or name that it does not have' },
  'file-missing': { exit: 2, means: 'a file or folder does not exist or cannot be read' },
  'file-exists': { exit: 2, means: 'a folder already holds a model and nothing says to replace it' },
  'file-write': { exit: 1, means: 'a file could not be written (disk full, no permission)' },
  'bad-data': { exit: 2, means: 'the content of a data file cannot be used' },
  'bad-format': { exit: 2, means: 'a file is not in the format that its reader expects' },
  'bad-model': { exit: 2, means: 'a model folder is damaged, incomplete or of a newer format' },
  'shape-mismatch': { exit: 2, means: 'tensors have shapes that do not fit together' },
  'type-mismatch': { exit: 2, means: 'a tensor has the wrong element type' },
  'stale-tensor': { exit: 2, means: 'a tensor was used after the step that made it ended' },
  'wrong-context': { exit: 2, means: 'tensors of different contexts were mixed' },
  'out-of-memory': { exit: 1, means: 'the heap cannot grow further' },
  'no-backend': { exit: 1, means: 'the backend asked for cannot run on this machine' },
  'no-peer': { exit: 1, means: 'a library that the bench was to measure beside Unrolled cannot run' },
  'not-finite': { exit: 1, means: 'a loss or gradient became infinite or not a number' },
  'wrong-result': { exit: 1, means: 'a computation gave other numbers than the reference' },
  interrupted: { exit: 1, means: 'the run was stopped before it was done' },
  internal: { exit: 1, means: 'a defect of Unrolled itself' },
} as const satisfies Record<string, { exit: 1 | 2; means: string }>;

export type ErrorCode = keyof typeof catalogue;
