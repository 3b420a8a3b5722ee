import { cellNames } from '../../nn/stack/cellChoice.ts';
import type { OptionSpec } from './optionSpec.ts';

/** What every task's training has, and all of it decides the numbers. */
export const trainingOptions: readonly OptionSpec[] = [
  {
    name: 'valid',
    kind: 'text',
    placeholder: 'FILE|SHARE',
    help: 'what to validate on: a file, or the share of the data that is held out, as 0.1',
  },
  { name: 'cell', kind: 'choice', choices: cellNames, help: 'the recurrent cell' },
  { name: 'hidden', kind: 'count', help: 'hidden units of a layer' },
  { name: 'layers', kind: 'count', help: 'recurrent layers' },
  { name: 'bidirectional', kind: 'flag', help: 'read from both ends' },
  {
    name: 'dropout',
    kind: 'fraction',
    below: 1,
    help: 'share of units that is left out at random in training',
  },
  { name: 'epochs', kind: 'count', help: 'stop after so many passes over the data' },
  { name: 'steps', kind: 'count', help: 'stop after so many updates' },
  { name: 'maxMinutes', kind: 'number', above: 0, help: 'stop after so many minutes' },
  { name: 'batch', kind: 'count', help: 'sequences in a batch' },
  { name: 'lr', kind: 'number', above: 0, help: 'learning rate' },
  { name: 'seed', kind: 'count', least: 0, help: 'the same seed gives the same model' },
].map((option): OptionSpec => ({ group: 'Training:', ...option }) as OptionSpec);

/** Where and how fast to compute: these change no number. */
export const engineOptions: readonly OptionSpec[] = [
  {
    name: 'backend',
    kind: 'choice',
    choices: ['auto', 'native', 'wasm', 'reference'],
    default: 'auto',
    group: 'Machine:',
    help: 'what computes; auto: native code where it is built, else WebAssembly',
  },
  {
    name: 'threads',
    kind: 'count',
    default: 'all processors',
    group: 'Machine:',
    help: 'threads to compute with',
  },
];

/** Where the model goes, and what a run starts from. */
export const folderOptions: readonly OptionSpec[] = [
  {
    name: 'out',
    kind: 'text',
    placeholder: 'DIR',
    default: 'unrolled-<task>',
    help: 'the folder to write the model to',
  },
  { name: 'resume', kind: 'flag', help: 'go on with the run whose checkpoint is in the folder' },
  { name: 'overwrite', kind: 'flag', help: 'replace the model in the folder' },
  { name: 'from', kind: 'text', placeholder: 'MODEL', help: 'start from the weights of this model' },
  {
    name: 'checkpointSeconds',
    kind: 'number',
    above: 0,
    placeholder: 'S',
    default: 15,
    help: 'save what --resume goes on from this often',
  },
  {
    name: 'watch',
    kind: 'count',
    help: 'write the gradient by lag of every N steps to metrics.jsonl',
  },
  {
    name: 'config',
    kind: 'text',
    placeholder: 'FILE',
    help: 'a JSON file with options by their camelCase names; the command line wins',
  },
].map((option): OptionSpec => ({ group: 'Files:', ...option }) as OptionSpec);

/** What is printed. */
export const jsonOption: OptionSpec = {
  name: 'json',
  kind: 'flag',
  group: 'Output:',
  help: 'print one JSON object on standard output and nothing else there',
};
export const quietOption: OptionSpec = {
  name: 'quiet',
  kind: 'flag',
  group: 'Output:',
  help: 'show no progress',
};
