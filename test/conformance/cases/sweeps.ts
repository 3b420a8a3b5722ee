import { gruBackward, gruForward } from '../../../src/kernels/sweeps/gru.ts';
import { lstmBackward, lstmForward } from '../../../src/kernels/sweeps/lstm.ts';
import { rnnBackward, rnnForward } from '../../../src/kernels/sweeps/rnn.ts';
import { slstmBackward, slstmForward } from '../../../src/kernels/sweeps/slstm.ts';
import type { Case } from '../case.ts';
import { type Batch, batches, long, rowsOf } from './batches.ts';
import { type Buffer, caseOfSweep, packedRoom, type Sweep, sumsOf, when } from './sweepCase.ts';

/** The most sequences with which kernels read weights of half the width. */
const HALF_ROWS = 4;

type Options = readonly string[];

function lstm(options: Options, batch: Batch): { forward: Sweep; backward: Sweep } {
  const has = (option: string): boolean => options.includes(option);
  const [N, B, H] = [rowsOf(batch), batch.sequences, batch.hidden];
  const R = has('projection') ? batch.output : H;
  const G = has('coupled') ? 3 : 4;
  const weights: Record<string, Buffer> = {
    weight: [G * H * R, 'given'],
    ...when(has('peephole'), { peephole: [(G - 1) * H, 'given'] }),
    ...when(has('projection'), { projection: [R * H, 'given'] }),
    ...when(has('gain'), { gain: [G * H, 'given'] }),
    ...when(has('cellGain'), { cellGain: [H, 'given'], cellBias: [H, 'given'] }),
    ...when(has('recurrentMask'), { recurrentMask: [B * R, 'given'] }),
    ...when(has('zoneoutH'), { zoneoutH: [N * R, 'share'] }),
    ...when(has('zoneoutC'), { zoneoutC: [N * H, 'share'] }),
    c0: [B * H, 'given'],
  };
  const numbers = { output: R, reverse: Number(has('reverse')), coupled: Number(has('coupled')) };
  const results: Record<string, Buffer> = {
    y: [N * R, 'result'],
    hn: [B * R, 'result'],
    cn: [B * H, 'result'],
  };
  const saved = (kind: 'given' | 'result'): Record<string, Buffer> => ({
    gates: [N * G * H, kind === 'result' ? 'result' : 'share'],
    c: [N * H, kind],
    ...when(has('gain'), {
      normal: [N * G * H, kind],
      scales: [N * G, kind === 'result' ? 'result' : 'scale'],
    }),
    ...when(has('cellGain'), {
      cellNormal: [N * H, kind],
      cellScales: [N, kind === 'result' ? 'result' : 'scale'],
    }),
  });
  const inputs: Record<string, Buffer> = {
    recurrentInput: [N * R, 'result'],
    ...when(has('projection'), { projectionInput: [N * H, 'result'] }),
  };
  const given: Record<string, Buffer> = {
    ...weights,
    ...sumsOf(has('stepwise'), has('inference'), N, G, H),
    h0: [B * R, 'given'],
  };
  return {
    forward: {
      numbers,
      buffers: {
        ...given,
        ...results,
        ...(has('inference') ? { packed: packedRoom(G, H, R) } : { ...saved('result'), ...inputs }),
      },
    },
    backward: {
      numbers,
      buffers: {
        ...weights,
        ...saved('given'),
        dy: [N * R, 'given'],
        ...when(!has('inference'), { dhn: [B * R, 'given'], dcn: [B * H, 'given'] }),
        dx: [N * G * H, 'result'],
        ...when(has('gain'), { drecurrent: [N * G * H, 'result'], dgain: [G * H, 'result'] }),
        ...when(has('projection'), { dprojected: [N * R, 'result'] }),
        ...when(has('cellGain'), {
          dcellNormal: [N * H, 'result'],
          dcellGain: [H, 'result'],
          dcellBias: [H, 'result'],
        }),
        ...when(has('peephole'), { dpeephole: [(G - 1) * H, 'result'] }),
        dh0: [B * R, 'result'],
        dc0: [B * H, 'result'],
        ...when(!has('inference'), { dh: [N * R, 'result'], dc: [N * H, 'result'] }),
      },
      ...(has('gain') ? {} : { alias: { drecurrent: 'dx' } }),
    },
  };
}

function gru(options: Options, batch: Batch): { forward: Sweep; backward: Sweep } {
  const has = (option: string): boolean => options.includes(option);
  const [N, B, H] = [rowsOf(batch), batch.sequences, batch.hidden];
  const before = has('before');
  const weights: Record<string, Buffer> = {
    weight: [3 * H * H, 'given'],
    ...when(has('gain'), { gain: [3 * H, 'given'] }),
    ...when(has('recurrentMask'), { recurrentMask: [B * H, 'given'] }),
    ...when(has('zoneoutH'), { zoneoutH: [N * H, 'share'] }),
    h0: [B * H, 'given'],
  };
  const numbers = { reverse: Number(has('reverse')), resetBefore: Number(before) };
  const saved = (kind: 'given' | 'result'): Record<string, Buffer> => ({
    gates: [N * 3 * H, kind === 'result' ? 'result' : 'share'],
    ...when(!before, { candidate: [N * H, kind] }),
    ...when(has('gain'), {
      normal: [N * 3 * H, kind],
      scales: [N * 3, kind === 'result' ? 'result' : 'scale'],
    }),
  });
  return {
    forward: {
      numbers,
      buffers: {
        ...weights,
        ...sumsOf(has('stepwise'), has('inference'), N, 3, H),
        ...when(has('candidateBias'), { candidateBias: [H, 'given'] }),
        y: [N * H, 'result'],
        hn: [B * H, 'result'],
        ...when(has('inference'), { packed: packedRoom(2, H, H), packedCandidate: packedRoom(1, H, H) }),
        ...when(!has('inference'), {
          ...saved('result'),
          recurrentInput: [N * H, 'result'],
          ...when(before, { resetInput: [N * H, 'result'] }),
        }),
      },
    },
    backward: {
      numbers,
      buffers: {
        ...weights,
        ...saved('given'),
        y: [N * H, 'given'],
        dy: [N * H, 'given'],
        ...when(!has('inference'), { dhn: [B * H, 'given'] }),
        dx: [N * 3 * H, 'result'],
        ...when(!before || has('gain'), { drecurrent: [N * 3 * H, 'result'] }),
        ...when(has('gain'), { dgain: [3 * H, 'result'] }),
        ...when(has('candidateBias'), { dcandidateBias: [H, 'result'] }),
        dh0: [B * H, 'result'],
        ...when(!has('inference'), { dh: [N * H, 'result'] }),
      },
      ...(before && !has('gain') ? { alias: { drecurrent: 'dx' } } : {}),
    },
  };
}

function rnn(options: Options, batch: Batch): { forward: Sweep; backward: Sweep } {
  const has = (option: string): boolean => options.includes(option);
  const [N, B, H] = [rowsOf(batch), batch.sequences, batch.hidden];
  const jordan = has('jordan');
  const R = jordan ? batch.output : H;
  const weights: Record<string, Buffer> = {
    weight: [H * R, 'given'],
    ...when(jordan, { outputWeight: [R * H, 'given'] }),
    ...when(has('gain'), { gain: [H, 'given'] }),
    ...when(has('recurrentMask'), { recurrentMask: [B * R, 'given'] }),
    ...when(has('zoneoutH'), { zoneoutH: [N * R, 'share'] }),
  };
  const numbers = {
    output: R,
    reverse: Number(has('reverse')),
    activation: Number(has('relu')),
    outputActivation: has('sigmoid') ? 2 : has('tanh') ? 1 : 0,
  };
  const saved = (kind: 'given' | 'result'): Record<string, Buffer> => ({
    gates: [N * H, kind],
    ...when(jordan, { outputs: [N * R, kind] }),
    ...when(has('gain'), { normal: [N * H, kind], scales: [N, kind === 'result' ? 'result' : 'scale'] }),
  });
  return {
    forward: {
      numbers,
      buffers: {
        ...weights,
        ...sumsOf(has('stepwise'), has('inference'), N, 1, H),
        ...when(jordan, { outputBias: [R, 'given'] }),
        h0: [B * R, 'given'],
        y: [N * R, 'result'],
        hn: [B * R, 'result'],
        ...when(has('inference'), { packed: packedRoom(1, H, R) }),
        ...when(!has('inference'), { ...saved('result'), recurrentInput: [N * R, 'result'] }),
      },
    },
    backward: {
      numbers,
      buffers: {
        ...weights,
        ...saved('given'),
        dy: [N * R, 'given'],
        ...when(!has('inference'), { dhn: [B * R, 'given'] }),
        dx: [N * H, 'result'],
        ...when(has('gain'), { drecurrent: [N * H, 'result'], dgain: [H, 'result'] }),
        ...when(jordan, { doutputs: [N * R, 'result'] }),
        dh0: [B * R, 'result'],
        ...when(!has('inference'), { dh: [N * R, 'result'] }),
      },
      ...(has('gain') ? {} : { alias: { drecurrent: 'dx' } }),
    },
  };
}

function slstm(options: Options, batch: Batch): { forward: Sweep; backward: Sweep } {
  const has = (option: string): boolean => options.includes(option);
  const [N, B, H] = [rowsOf(batch), batch.sequences, batch.hidden];
  const weights: Record<string, Buffer> = {
    weight: [4 * H * H, 'given'],
    ...when(has('recurrentMask'), { recurrentMask: [B * H, 'given'] }),
    c0: [B * H, 'given'],
    n0: [B * H, has('past') ? 'scale' : 'zero'],
  };
  const numbers = { reverse: Number(has('reverse')) };
  const states = (kind: 'given' | 'result', ...names: string[]): Record<string, Buffer> =>
    Object.fromEntries(names.map((name): [string, Buffer] => [name, [B * H, kind]]));
  const rows = (kind: 'given' | 'result', ...names: string[]): Record<string, Buffer> =>
    Object.fromEntries(names.map((name): [string, Buffer] => [name, [N * H, kind]]));
  return {
    forward: {
      numbers,
      buffers: {
        ...weights,
        ...sumsOf(has('stepwise'), has('inference'), N, 4, H),
        ...states('given', 'h0', 'm0'),
        ...states('result', 'hn', 'cn', 'nn', 'mn'),
        y: [N * H, 'result'],
        ...(has('inference')
          ? { packed: packedRoom(4, H, H) }
          : {
              gates: [4 * N * H, 'result'],
              ...rows('result', 'forget', 'c', 'n', 'm', 'recurrentInput'),
            }),
      },
    },
    backward: {
      numbers,
      buffers: {
        ...weights,
        gates: [4 * N * H, 'share'],
        forget: [N * H, 'share'],
        n: [N * H, 'scale'],
        ...rows('given', 'c', 'dy'),
        ...when(!has('inference'), states('given', 'dhn', 'dcn', 'dnn', 'dmn')),
        dx: [4 * N * H, 'result'],
        ...states('result', 'dh0', 'dc0', 'dn0', 'dm0'),
        ...when(!has('inference'), rows('result', 'dh', 'dc', 'dn', 'dm')),
      },
    },
  };
}

const kinds = [
  {
    kernels: [lstmForward, lstmBackward],
    build: lstm,
    options: [
      [],
      ['reverse', 'overwrite'],
      ['fresh'],
      ['fresh', 'reverse', 'recurrentMask', 'zoneoutH', 'projection'],
      ['fresh', 'stepwise', 'overwrite'],
      ['fresh', 'gain', 'peephole'],
      ['stepwise'],
      ['stepwise', 'inference', 'coupled', 'reverse'],
      ['inference', 'recurrentMask'],
      ['coupled', 'peephole', 'reverse'],
      ['projection', 'peephole', 'zoneoutH', 'zoneoutC'],
      ['gain', 'cellGain', 'recurrentMask', 'overwrite'],
      ['inference', 'projection', 'gain', 'cellGain', 'zoneoutH', 'reverse'],
      ['coupled', 'projection', 'peephole', 'gain', 'cellGain', 'recurrentMask', 'zoneoutH', 'zoneoutC'],
    ],
  },
  {
    kernels: [gruForward, gruBackward],
    build: gru,
    options: [
      [],
      ['candidateBias', 'reverse', 'overwrite'],
      ['fresh', 'candidateBias', 'overwrite'],
      ['fresh', 'before', 'reverse', 'recurrentMask'],
      ['fresh', 'stepwise', 'zoneoutH'],
      ['fresh', 'gain'],
      ['stepwise', 'candidateBias'],
      ['stepwise', 'inference', 'before', 'reverse'],
      ['before', 'recurrentMask', 'overwrite'],
      ['inference', 'before', 'gain', 'reverse'],
      ['inference', 'candidateBias', 'recurrentMask'],
      ['candidateBias', 'gain', 'recurrentMask', 'zoneoutH'],
      ['before', 'gain', 'recurrentMask', 'zoneoutH', 'reverse'],
    ],
  },
  {
    kernels: [rnnForward, rnnBackward],
    build: rnn,
    options: [
      [],
      ['relu', 'reverse', 'overwrite'],
      ['fresh', 'overwrite'],
      ['fresh', 'reverse', 'jordan', 'recurrentMask', 'zoneoutH'],
      ['fresh', 'stepwise', 'gain'],
      ['stepwise'],
      ['stepwise', 'inference', 'jordan', 'reverse'],
      ['inference', 'gain', 'recurrentMask'],
      ['jordan', 'tanh', 'zoneoutH'],
      ['inference', 'jordan', 'sigmoid', 'reverse'],
      ['jordan', 'relu', 'gain', 'recurrentMask', 'zoneoutH'],
      ['gain', 'zoneoutH', 'reverse'],
    ],
  },
  {
    kernels: [slstmForward, slstmBackward],
    build: slstm,
    options: [
      [],
      ['past', 'reverse', 'overwrite'],
      ['stepwise', 'past'],
      ['stepwise', 'inference', 'reverse'],
      ['inference', 'past', 'recurrentMask'],
      ['recurrentMask', 'reverse'],
    ],
  },
] as const;

export const cases: readonly Case[] = kinds.flatMap(({ kernels: [forward, backward], build, options }) =>
  options.flatMap((chosen, k) =>
    (k === options.length - 1 ? [...batches, long] : batches).flatMap((batch) => {
      const sweep = build(chosen, batch);
      const ahead = caseOfSweep(forward, chosen, batch, sweep.forward);
      const back = caseOfSweep(backward, chosen, batch, sweep.backward);
      const inference = new Set<string>(chosen).has('inference') && batch.sequences <= HALF_ROWS;
      const half = inference ? [caseOfSweep(forward, [...chosen, 'half'], batch, sweep.forward)] : [];
      return [ahead, back, ...half];
    }),
  ),
);
