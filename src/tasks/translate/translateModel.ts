import type { AttentionChoice } from '../../nn/attention/attentionChoice.ts';
import { coverageLoss } from '../../nn/attention/coverageLoss.ts';
import { QueryRows } from '../../nn/attention/queryRows.ts';
import type { BridgeKind } from '../../nn/decoder/bridge.ts';
import { copyingSteps } from '../../nn/decoder/copyingSteps.ts';
import {
  type Conditioning,
  type Decoder,
  type DecoderRun,
  type DecoderStep,
  decoder,
  type StepOrigin,
} from '../../nn/decoder/decoder.ts';
import type { Writer } from '../../nn/decoder/nextScores.ts';
import { pointerGenerator } from '../../nn/decoder/pointerGenerator.ts';
import { pointerLoss } from '../../nn/decoder/pointerLoss.ts';
import { pointerScores } from '../../nn/decoder/pointerScores.ts';
import { stepStructure } from '../../nn/decoder/stepStructure.ts';
import { type Embedding, embedding } from '../../nn/layers/embedding.ts';
import { type LinearLayer, linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { recurrentStack, type StackResult } from '../../nn/stack/recurrentStack.ts';
import { takeResult } from '../../nn/stack/takeResult.ts';
import { stream, substream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { CrossEntropyOptions } from '../../tensor/losses/labels.ts';
import { linearCrossEntropy } from '../../tensor/losses/linearCrossEntropy.ts';
import { reduce } from '../../tensor/losses/reduce.ts';
import { add } from '../../tensor/operations/add.ts';
import { argmax } from '../../tensor/operations/argmax.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { poolRows } from '../../tensor/operations/poolRows.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { fromSymbols } from '../../tensor/ragged/fromSymbols.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';

/** What decides the shapes of a translator: part of model.json. */
export type TranslateArchitecture = {
  /** Symbols of each side's vocabulary. */
  readonly sourceSymbols: number;
  readonly targetSymbols: number;
  /** Both sides have one vocabulary and one table of vectors. */
  readonly shared: boolean;
  /** Width of the vectors that stand for symbols. */
  readonly embedding: number;
  readonly cell: TaskCell;
  /** Units of the encoder's layers, in each direction. */
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** Every layer of the encoder but the first reads two steps of the one below as one. */
  readonly pyramid?: boolean;
  /** Units of the decoder's layers. */
  readonly decoderHidden: number;
  readonly conditioning: Conditioning;
  /** How its attention compares; `none` where it does not attend. */
  readonly score: AttentionChoice['attention'] | 'none';
  readonly inputFeeding: boolean;
  /** Whether its attention, which is additive then, reads what it has attended to. */
  readonly coverage?: boolean;
  /** Whether it copies from the source: higher numbers than those of the vocabulary are for what only a source has. */
  readonly pointer?: boolean;
  readonly bridge: BridgeKind;
  /** Rate of dropout on vectors of symbols, between layers and before the output. */
  readonly dropout: number;
};

/** Sources and targets as numbers of symbols, with beginnings and ends, and their numbers in the data set. */
export interface TranslateBatch {
  /** Each ends with the symbol of the end. */
  readonly sources: readonly Int32Array[];
  /** Each begins with the symbol of the beginning and ends with that of the end. */
  readonly targets: readonly Int32Array[];
  readonly ids?: readonly number[];
  /** The source of each target, where it is not the one at the target's place. */
  readonly of?: readonly number[];
}

export interface TranslateLoss {
  /** Share of the target spread over all symbols (Szegedy et al., 2016). */
  readonly smoothing?: number;
  /** The share of its inputs that are the decoder's own likeliest symbols (Bengio et al., 2015). */
  readonly own?: number;
  /** What attending to the same place again costs, by symbol (See et al., 2017): for a model with coverage. */
  readonly coverage?: number;
}

export interface TranslateModel {
  readonly parameters: Parameters;
  readonly decoder: Decoder;
  /** What the encoder makes of sources. */
  encode(sources: readonly Int32Array[], pass?: Pass, ids?: readonly number[]): StackResult;
  /** Vectors of symbols that the decoder reads, [b, E]. */
  embed(symbols: Ragged, pass?: Pass): Ragged;
  /** Scores of the next symbol [b, V] from what the decoder gives. */
  scores(output: Tensor): Tensor;
  /** Log-probabilities of the next symbol [b, V'], for a model that copies. */
  readonly logProbabilities: Writer<Int32Array>['logProbabilities'];
  /**
   * The mean negative log-probability in nats of the targets' symbols, and what is added to it: one number; and how many
   * symbols there are.
   */
  loss(
    batch: TranslateBatch,
    pass?: Pass,
    options?: TranslateLoss,
  ): { readonly loss: Tensor; readonly tokens: number };
  /** The log-probability of each target: [K]; and how many symbols they have. */
  logLikelihoods(
    batch: TranslateBatch,
    pass?: Pass,
  ): { readonly logLikelihoods: Tensor; readonly tokens: number };
}

/** The symbol that stands for what a vocabulary does not have. */
const UNKNOWN = 0;

/** Places of this model's parts; those of the encoder and decoder begin at theirs. */
const SOURCE = 0;
const TARGET = 1;
const OUTPUT = 2;
const OWN = 3;
const POINTER = 4;
const ENCODER = 16;
const DECODER = 256;

/** An encoder and a decoder, recurrent both (Sutskever et al., 2014; Cho et al., 2014), with attention or without. */
export function translateModel(
  context: Context,
  architecture: TranslateArchitecture,
  seed: number,
): TranslateModel {
  const {
    cell,
    layers,
    bidirectional,
    pyramid = false,
    shared,
    embedding: size,
    dropout: rate,
  } = architecture;
  const V = architecture.targetSymbols;
  const vectors = (symbols: number, place: number): Embedding =>
    embedding(context, { symbols, size, stream: stream(seed, place), scale: 0.5 });
  const sourceVectors = vectors(architecture.sourceSymbols, SOURCE);
  const targetVectors = shared ? sourceVectors : vectors(architecture.targetSymbols, TARGET);
  const encoder = recurrentStack(context, {
    inputSize: size,
    hiddenSize: architecture.hidden,
    layers,
    bidirectional,
    pyramid,
    cell,
    dropout: rate,
    seed,
    place: ENCODER,
  });
  const writer = decoder(context, {
    encoder,
    inputSize: size,
    hiddenSize: architecture.decoderHidden,
    layers,
    cell,
    dropout: rate,
    conditioning: architecture.conditioning,
    attention: attentionOf(architecture),
    inputFeeding: architecture.inputFeeding,
    bridge: architecture.bridge,
    seed,
    place: DECODER,
  });
  const output: LinearLayer = linearLayer(context, {
    inputSize: writer.outputSize,
    outputSize: V,
    stream: stream(seed, OUTPUT),
  });
  const pointer = architecture.pointer
    ? pointerGenerator(context, {
        inputSize: encoder.outputSize + writer.hiddenSize + size,
        stream: stream(seed, POINTER),
      })
    : undefined;
  const dropped = (x: Ragged, place: number, pass: Pass): Ragged => {
    const keys = (): RowKeys => x.structure.rowKeysOn(context, x.layout);
    return { ...x, data: passDropout(x.data, { rate, pass, place, keys }) };
  };
  /** What only a source has is read as unknown. */
  const known = (symbols: Ragged): Ragged => {
    const { shape } = symbols.data;
    const all = symbols.data.toArray().map((symbol) => (symbol < V ? symbol : UNKNOWN));
    return { ...symbols, data: context.tensor(all, shape, 'int32') };
  };
  const readable = (symbols: Ragged): Ragged => (pointer ? known(symbols) : symbols);
  const encode: TranslateModel['encode'] = (sources, pass = inference, ids) => {
    const symbols = toPacked(fromSymbols(context, sources, ids && { ids }));
    return encoder.run(dropped(sourceVectors.run(readable(symbols)), SOURCE, pass), { pass });
  };
  const embed: TranslateModel['embed'] = (symbols, pass = inference) =>
    dropped(targetVectors.run(readable(symbols)), TARGET, pass);
  /** Replaces inputs, each with probability `share`, by the vectors of the symbols that the decoder holds likeliest. */
  const ownSymbols =
    (structure: Structure, share: number, pass: Pass): NonNullable<DecoderRun['replace']> =>
    (t, input, before) => {
      const [rows] = input.shape;
      const source = stream(pass.seed, pass.step, OWN);
      const chosen = Int32Array.from({ length: rows }, (_, row) =>
        uniform(substream(source, structure.ids[structure.order[row]]), t) < share ? rows + row : row,
      );
      const data = noGradient(context, () => argmax(output.run(before)));
      const vectors = embed({ data, structure: stepStructure(structure, t), layout: 'packed' }, pass);
      return gatherRows(concatenate([input, vectors.data]), context.tensor(chosen, [rows], 'int32'));
    };
  /** Writes the targets of a batch: `losses` are those of their symbols, packed, or their mean. */
  const follow = (
    { sources, targets, ids, of }: TranslateBatch,
    pass: Pass,
    own: number,
  ): {
    readonly steps: readonly (readonly [DecoderStep, StepOrigin])[];
    readonly structure: Structure;
    readonly tokens: number;
    losses(options: Pick<CrossEntropyOptions, 'smoothing' | 'reduction'>): Tensor;
  } => {
    const all = encode(sources, pass, ids);
    const encoded = of ? takeResult(all, of) : all;
    const idsOf = ids && of ? of.map((k) => ids[k]) : ids;
    const symbols = (part: (target: Int32Array) => Int32Array): Ragged =>
      toPacked(fromSymbols(context, targets.map(part), idsOf && { ids: idsOf }));
    const read = symbols((target) => target.subarray(0, -1));
    const wanted = symbols((target) => target.subarray(1));
    const { structure } = wanted;
    const replace = own > 0 ? ownSymbols(structure, own, pass) : undefined;
    const steps: (readonly [DecoderStep, StepOrigin])[] = [];
    const states = writer.run(embed(read, pass), encoded, {
      pass,
      replace,
      watch: (made, from) => steps.push([made, from]),
    });
    const { data } = dropped(states, OUTPUT, pass);
    const { weight, bias } = output.parameters;
    return {
      steps,
      structure,
      tokens: structure.total,
      losses(options) {
        if (!pointer || structure.total === 0)
          return linearCrossEntropy(data, weight, bias, wanted.data, options);
        const copying = copyingSteps(steps, QueryRows.ofAll(encoded.output.structure, read));
        const losses = pointerLoss({
          ...copying,
          losses: linearCrossEntropy(data, weight, bias, known(wanted).data, { reduction: 'none' }),
          gate: pointer.gate(copying),
          symbols: V,
          sources: of ? of.map((k) => sources[k]) : sources,
          wanted: wanted.data.toArray(),
        });
        return reduce(losses, options);
      },
    };
  };
  return {
    parameters: joinParameters({
      ...(shared ? { embedding: sourceVectors } : { source: sourceVectors, target: targetVectors }),
      encoder,
      decoder: writer,
      output,
      ...(pointer && { pointer }),
    }),
    decoder: writer,
    encode,
    embed,
    scores: (given) => output.run(given),
    logProbabilities:
      pointer &&
      ((made, { x, rows }, sources) => {
        const steps = copyingSteps([[made, { x }]], rows);
        return pointerScores(output.run(made.output), { ...steps, gate: pointer.gate(steps), sources });
      }),
    loss(batch, pass = inference, { smoothing = 0, own = 0, coverage = 0 } = {}) {
      const { steps, losses, tokens } = follow(batch, pass, own);
      const again =
        coverage > 0
          ? steps.flatMap(([{ attended }, { before, rows }]) =>
              attended && before.coverage
                ? [sum(coverageLoss(attended.weights, before.coverage.sums, rows))]
                : [],
            )
          : [];
      return {
        loss: again.reduce(
          (total, cost) => add(total, multiply(cost, coverage / tokens)),
          losses({ smoothing }),
        ),
        tokens,
      };
    },
    logLikelihoods(batch, pass = inference) {
      const { losses, tokens, structure } = follow(batch, pass, 0);
      const owners = structure.on(context, structure.owners('packed'));
      const sums = poolRows(losses({ reduction: 'none' }), owners, structure.count, 'sum');
      return { logLikelihoods: negate(sums), tokens };
    },
  };
}

const attentionOf = ({ score, coverage = false }: TranslateArchitecture): AttentionChoice | undefined =>
  score === 'none' ? undefined : score === 'additive' ? { attention: score, coverage } : { attention: score };
