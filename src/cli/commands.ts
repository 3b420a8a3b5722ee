import type { CommandEntry } from './host.ts';

/** The commands, in the order of `unrolled help`. Each is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    operands: '',
    summary: 'train a forecast on built-in data and draw it: start here',
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'train',
    operands: '<task> <data...>',
    summary: 'train a model on your data',
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'evaluate',
    operands: '<model> <data...>',
    summary: 'score a model on data, beside trivial baselines',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'predict',
    operands: '<model> [input]',
    summary: 'ask a model',
    load: () => import('./commands/predict.ts'),
  },
  {
    name: 'generate',
    operands: '<model>',
    summary: 'let a model write text',
    load: () => import('./commands/generate.ts'),
  },
  {
    name: 'chat',
    operands: '<model>',
    summary: 'talk with a model',
    load: () => import('./commands/chat.ts'),
  },
  {
    name: 'inspect',
    operands: '<model> [data...]',
    summary: 'look into a model: how far back its gradient reaches, and more',
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'studio',
    operands: '',
    summary: 'a page in which a network trains, and is seen unrolled through time',
    load: () => import('./commands/studio.ts'),
  },
  {
    name: 'replay',
    operands: '<model> [data...]',
    summary: 'train a model again and compare the weights, bit for bit',
    load: () => import('./commands/replay.ts'),
  },
  {
    name: 'reproduce',
    operands: '<name>',
    summary: 'reproduce a published result',
    load: () => import('./commands/reproduce.ts'),
  },
  {
    name: 'bench',
    operands: '',
    summary: 'how fast this machine is, after a check that it computes right',
    load: () => import('./commands/bench.ts'),
  },
  {
    name: 'doctor',
    operands: '[model]',
    summary: 'what works on this machine; or check a model on it',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'help',
    operands: '[command]',
    summary: 'what a command does, with an example',
    load: () => import('./commands/help.ts'),
  },
];
