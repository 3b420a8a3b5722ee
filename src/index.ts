/// <reference lib="esnext.disposable" preserve="true" />
/** Unrolled: recurrent networks for TypeScript. */

export type { ErrorCode } from './support/catalogue.ts';
export { UnrolledError } from './support/errors.ts';
export type { Json } from './support/json.ts';
export { normal, permutation, type Stream, stream, substream, uniform } from './support/random.ts';
export { version } from './support/version.ts';

export type { Backend, BackendName } from './backend/backend.ts';
export type { BackendChoice, BackendOptions } from './backend/open.ts';

// Tensors and gradients.
export { checkpoint } from './tensor/checkpoint.ts';
export { Context } from './tensor/context.ts';
export {
  type GradcheckInput,
  type GradcheckOptions,
  type GradcheckReport,
  gradcheck,
} from './tensor/gradcheck.ts';
export { openContext } from './tensor/openContext.ts';
export { backward, gradients, noGradient } from './tensor/tape.ts';
export { type ElementType, type Shape, Tensor } from './tensor/tensor.ts';

// Operations.
export { abs } from './tensor/operations/abs.ts';
export { add } from './tensor/operations/add.ts';
export { affine } from './tensor/operations/affine.ts';
export { argmax } from './tensor/operations/argmax.ts';
export { broadcastTo, sumTo } from './tensor/operations/broadcastTo.ts';
export { clamp } from './tensor/operations/clamp.ts';
export { concatenate } from './tensor/operations/concatenate.ts';
export { custom } from './tensor/operations/custom.ts';
export { digamma } from './tensor/operations/digamma.ts';
export { divide } from './tensor/operations/divide.ts';
export { dropout } from './tensor/operations/dropout.ts';
export { exp } from './tensor/operations/exp.ts';
export { gatherRows, scatterAddRows } from './tensor/operations/gatherRows.ts';
export { layerNorm } from './tensor/operations/layerNorm.ts';
export { largest } from './tensor/operations/largest.ts';
export { linear } from './tensor/operations/linear.ts';
export { log } from './tensor/operations/log.ts';
export { logGamma } from './tensor/operations/logGamma.ts';
export { logSoftmax } from './tensor/operations/logSoftmax.ts';
export { matmul } from './tensor/operations/matmul.ts';
export { max } from './tensor/operations/max.ts';
export { maximum } from './tensor/operations/maximum.ts';
export { mean } from './tensor/operations/mean.ts';
export { minimum } from './tensor/operations/minimum.ts';
export { multiply } from './tensor/operations/multiply.ts';
export { negate } from './tensor/operations/negate.ts';
export { type Pooling, poolRows } from './tensor/operations/poolRows.ts';
export { segmentSoftmax } from './tensor/operations/segmentSoftmax.ts';
export { randomMask, type RowKeys } from './tensor/operations/randomMask.ts';
export { reciprocal } from './tensor/operations/reciprocal.ts';
export { relu } from './tensor/operations/relu.ts';
export { reshape } from './tensor/operations/reshape.ts';
export { sigmoid } from './tensor/operations/sigmoid.ts';
export { cos, sin } from './tensor/operations/sin.ts';
export { slice } from './tensor/operations/slice.ts';
export { softmax } from './tensor/operations/softmax.ts';
export { softplus } from './tensor/operations/softplus.ts';
export { split } from './tensor/operations/split.ts';
export { sqrt } from './tensor/operations/sqrt.ts';
export { square } from './tensor/operations/square.ts';
export { stack } from './tensor/operations/stack.ts';
export { subtract } from './tensor/operations/subtract.ts';
export { sum } from './tensor/operations/sum.ts';
export { tanh } from './tensor/operations/tanh.ts';
export { transpose } from './tensor/operations/transpose.ts';
export { viterbi } from './tensor/operations/viterbi.ts';

// Losses. Those that are named for a distribution say here that they are losses.
export { binaryCrossEntropy } from './tensor/losses/binaryCrossEntropy.ts';
export { type Chain, crf as crfLoss, crfMarginals } from './tensor/losses/crf.ts';
export { crossEntropy, type CrossEntropyOptions } from './tensor/losses/crossEntropy.ts';
export { ctc as ctcLoss, leastSteps } from './tensor/losses/ctc.ts';
export { expectedRisk, type ExpectedRiskOptions } from './tensor/losses/expectedRisk.ts';
export { gaussian as gaussianLoss } from './tensor/losses/gaussian.ts';
export { huber as huberLoss } from './tensor/losses/huber.ts';
export { linearCrossEntropy } from './tensor/losses/linearCrossEntropy.ts';
export { meanAbsolute as meanAbsoluteError } from './tensor/losses/meanAbsolute.ts';
export { meanSquared as meanSquaredError } from './tensor/losses/meanSquared.ts';
export { gaussianMixture as gaussianMixtureLoss } from './tensor/losses/gaussianMixture.ts';
export { negativeBinomial as negativeBinomialLoss } from './tensor/losses/negativeBinomial.ts';
export { quantile as quantileLoss } from './tensor/losses/quantile.ts';
export type { LossOptions, Reduction } from './tensor/losses/reduce.ts';
export { studentT as studentTLoss } from './tensor/losses/studentT.ts';

// Batches of sequences of different lengths.
export { concatenateBatch } from './tensor/ragged/concatenateBatch.ts';
export { concatenateTime } from './tensor/ragged/concatenateTime.ts';
export { firstStep } from './tensor/ragged/firstStep.ts';
export { fromArrays } from './tensor/ragged/fromArrays.ts';
export { fromTyped } from './tensor/ragged/fromTyped.ts';
export { joinSteps } from './tensor/ragged/joinSteps.ts';
export { lastStep } from './tensor/ragged/lastStep.ts';
export { map } from './tensor/ragged/map.ts';
export { nest, unnest } from './tensor/ragged/nest.ts';
export { pool } from './tensor/ragged/pool.ts';
export { type Ragged, ragged } from './tensor/ragged/ragged.ts';
export { reverse } from './tensor/ragged/reverse.ts';
export { sliceTime } from './tensor/ragged/sliceTime.ts';
export { splitSequences } from './tensor/ragged/splitSequences.ts';
export { type Layout, Structure, type StructureOptions } from './tensor/ragged/structure.ts';
export { take } from './tensor/ragged/take.ts';
export { toArrays } from './tensor/ragged/toArrays.ts';
export { toLayout } from './tensor/ragged/toLayout.ts';
export { toPacked } from './tensor/ragged/toPacked.ts';
export { toSequence } from './tensor/ragged/toSequence.ts';
export { toSymbols } from './tensor/ragged/toSymbols.ts';

export { imageGrids } from './data/image/imageGrids.ts';

// Networks.
export { type AdditiveOptions, additiveAttention } from './nn/attention/additiveAttention.ts';
export type { Attended, Attention, AttentionMemory } from './nn/attention/attention.ts';
export { type AttentionChoice, attentionNames, makeAttention } from './nn/attention/attentionChoice.ts';
export type { AttentionOptions } from './nn/attention/attentionOf.ts';
export { type ConcatOptions, concatAttention } from './nn/attention/concatAttention.ts';
export { coverageLoss } from './nn/attention/coverageLoss.ts';
export { dotAttention } from './nn/attention/dotAttention.ts';
export { generalAttention } from './nn/attention/generalAttention.ts';
export type { LocalOptions } from './nn/attention/localWindow.ts';
export { QueryRows } from './nn/attention/queryRows.ts';
export {
  type AdditiveScore,
  type Reading,
  readSources,
  type Window as AttentionWindow,
} from './nn/attention/readSources.ts';
export { takeWeights } from './nn/attention/takeWeights.ts';
export {
  type Cell,
  type Masks,
  type Noise,
  noNoise,
  type State,
  type StepResult,
  type SweepInput,
  type SweepResult,
} from './nn/cells/cell.ts';
export type { CellOptions } from './nn/cells/gatedWeights.ts';
export { gruCell, type GruOptions } from './nn/cells/gruCell.ts';
export type { InputOptions } from './nn/cells/inputWeights.ts';
export { jordanCell, type JordanOptions } from './nn/cells/jordanCell.ts';
export { lruCell, type LruOptions } from './nn/cells/lruCell.ts';
export { lstmCell, type LstmOptions } from './nn/cells/lstmCell.ts';
export { minGruCell } from './nn/cells/minGruCell.ts';
export { minLstmCell } from './nn/cells/minLstmCell.ts';
export { rnnCell, type RnnOptions } from './nn/cells/rnnCell.ts';
export { type BridgeKind, bridge } from './nn/decoder/bridge.ts';
export { copyingSteps } from './nn/decoder/copyingSteps.ts';
export {
  type Conditioning,
  type Coverage,
  type Decoder,
  type DecoderMemory,
  type DecoderOptions,
  type DecoderRun,
  type DecoderState,
  type DecoderStep,
  decoder,
  type StepOrigin,
} from './nn/decoder/decoder.ts';
export { type CopyingSteps, type PointerGenerator, pointerGenerator } from './nn/decoder/pointerGenerator.ts';
export { type Pointing, pointerLoss } from './nn/decoder/pointerLoss.ts';
export { pointerScores } from './nn/decoder/pointerScores.ts';
export { blocksOf, type BlockSize, gridBlocks } from './nn/grids/gridBlocks.ts';
export type { GridCell, GridState } from './nn/grids/gridCell.ts';
export { gridColumns, type GridLines, gridRows } from './nn/grids/gridLines.ts';
export {
  type GridLayerChoice,
  type GridLevel,
  type GridNetwork,
  gridNetwork,
  type GridNetworkOptions,
} from './nn/grids/gridNetwork.ts';
export { type Grids, grids, poolGrids } from './nn/grids/grids.ts';
export { type GridDirection, GridStructure } from './nn/grids/gridStructure.ts';
export { gridSweep, type GridSweepOptions } from './nn/grids/gridSweep.ts';
export { mdlstmCell, type MdlstmOptions } from './nn/grids/mdlstmCell.ts';
export { type GridLayer, mdlstmLayer, type MdlstmLayerOptions } from './nn/grids/mdlstmLayer.ts';
export { renetLayer, type RenetOptions } from './nn/grids/renetLayer.ts';
export { slstmCell, type SlstmOptions } from './nn/cells/slstmCell.ts';
export { byGate } from './nn/initialise/byGate.ts';
export { chronoBiases } from './nn/initialise/chrono.ts';
export { heNormal, heUniform } from './nn/initialise/he.ts';
export { identity } from './nn/initialise/identity.ts';
export type { Initialiser } from './nn/initialise/initialiser.ts';
export { orthogonal } from './nn/initialise/orthogonal.ts';
export { uniform as uniformWeights } from './nn/initialise/uniform.ts';
export { xavierNormal, xavierUniform } from './nn/initialise/xavier.ts';
export { type AttentionPool, attentionPool } from './nn/layers/attentionPool.ts';
export { type Allows, type CrfLayer, crfLayer } from './nn/layers/crfLayer.ts';
export { type Embedding, embedding } from './nn/layers/embedding.ts';
export { type LinearLayer, linearLayer } from './nn/layers/linearLayer.ts';
export { type NormLayer, normLayer } from './nn/layers/normLayer.ts';
export { countParameters, joinParameters, type Parameters as NamedParameters } from './nn/parameters.ts';
export { inference, type Pass } from './nn/pass.ts';
export { recurrence, type RecurrenceOptions, type RecurrenceResult } from './nn/recurrence/recurrence.ts';
export { type BeamOptions, beamSearch } from './nn/search/beamSearch.ts';
export { bestPaths, type ChainScores, type Path } from './nn/search/bestPaths.ts';
export { type AlignedLabel, ctcAlign } from './nn/search/ctcAlign.ts';
export { ctcBeam } from './nn/search/ctcBeam.ts';
export { ctcBestPath, type Labelling } from './nn/search/ctcBestPath.ts';
export { DRAWN, drawn } from './nn/search/drawn.ts';
export type { Foremost, Hypothesis, NextScores, StepScores, Writing } from './nn/search/hypothesis.ts';
export { type Choose, oneByOne } from './nn/search/oneByOne.ts';
export { type Sampling, sample } from './nn/search/sample.ts';
export { type CarriedStack, carriedStack } from './nn/stack/carriedStack.ts';
export type { CellChoice } from './nn/stack/cellChoice.ts';
export {
  complexScan,
  type ComplexScanOptions,
  type ComplexScanResult,
} from './nn/sweeps/complexScan.ts';
export { linearScan, type LinearScanOptions, type LinearScanResult } from './nn/sweeps/linearScan.ts';
export {
  type RecurrentStack,
  recurrentStack,
  type StackOptions,
  type StackResult,
  type StackRun,
  type StackState,
  stackOf,
} from './nn/stack/recurrentStack.ts';

// Training.
export type { Budget } from './train/budget.ts';
export { clipByNorm, clipByValue, type ClipLimits, type Clipping, clippingOf } from './train/clip.ts';
export { type GradientNorms, gradientNorms } from './train/gradientNorms.ts';
export { zeroGradients } from './train/gradients.ts';
export { adagrad, type AdagradOptions } from './train/optimizers/adagrad.ts';
export { adam, type AdamOptions } from './train/optimizers/adam.ts';
export { adamw } from './train/optimizers/adamw.ts';
export type { Optimizer } from './train/optimizers/optimizer.ts';
export { joinOptimizers, type OptimizerPart } from './train/optimizers/joinOptimizers.ts';
export { rmsprop, type RmspropOptions } from './train/optimizers/rmsprop.ts';
export { sgd, type SgdOptions } from './train/optimizers/sgd.ts';
export type { SavedState } from './train/savedState.ts';
export { constant as constantRate } from './train/schedules/constant.ts';
export { cosine as cosineRate } from './train/schedules/cosine.ts';
export { exponential as exponentialRate } from './train/schedules/exponential.ts';
export { linear as linearRate } from './train/schedules/linear.ts';
export { plateau as plateauRate } from './train/schedules/plateau.ts';
export { byStep as rateByStep, type Schedule } from './train/schedules/schedule.ts';
export { stepped as steppedRate } from './train/schedules/stepped.ts';
export { warmUp } from './train/schedules/warmUp.ts';
export { shuffledBatches } from './train/shuffledBatches.ts';
export { lengthBuckets } from './data/window/lengthBuckets.ts';
export { restore, snapshot, type Weights } from './train/snapshot.ts';
export { loadWeights, readState, writeState, writeWeights } from './train/storedState.ts';
export { train } from './train/train.ts';
export { type TrainingControl, trainingControl } from './train/trainingControl.ts';
export type { Progress, TrainingEvent } from './train/trainingEvent.ts';
export type { StopReason, TrainingRecord } from './train/trainingRecord.ts';
export type { BatchLoss, CarriedState, Metrics, TrainOptions } from './train/trainOptions.ts';

// Text: byte pairs, and scores of what a model wrote.
export { type BleuOptions, type BleuScore, corpusBleu, sentenceBleu, tokensBleu } from './data/score/bleu.ts';
export { type ChrfOptions, type ChrfScore, corpusChrf, sentenceChrf } from './data/score/chrf.ts';
export { type ErrorRate, errorRate, wordErrorRate } from './data/score/errorRate.ts';
export { exactMatch } from './data/score/exactMatch.ts';
export { perplexity } from './data/score/perplexity.ts';
export { tokenize13a } from './data/score/tokenize13a.ts';
export { type BpeDecoding, bpeDecoder, decodeBpe } from './data/text/bpe/bpeDecoder.ts';
export { type BpeEncoder, type BpeEncoding, bpeEncoder } from './data/text/bpe/bpeEncoder.ts';
export {
  type AddedToken,
  type BpeTokenizer,
  beginToken,
  endToken,
  type TextNormalizer,
  tokenId,
} from './data/text/bpe/bpeTokenizer.ts';
export { readTokenizer } from './data/text/bpe/readTokenizer.ts';
export { splitPieces } from './data/text/bpe/splitPieces.ts';
export { type BpeTraining, trainBpe } from './data/text/bpe/trainBpe.ts';
export { writeTokenizer } from './data/text/bpe/writeTokenizer.ts';
export type { StreamDecoder } from './data/text/streamDecoder.ts';

// Files.
export { roundToBfloat16 } from './formats/halfPrecision.ts';
export type { ModelDescription, ModelManifest, StoredModel } from './formats/model/manifest.ts';
export { folderSource, mapSource, type ModelSource, urlSource } from './formats/model/modelSource.ts';
export { openModel } from './formats/model/openModel.ts';
export { roundWeights } from './formats/model/roundWeights.ts';
export { sealModel } from './formats/model/sealModel.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './formats/safetensors.ts';
export type { StoredTensor } from './formats/storedTensor.ts';

// Tasks: data in, trained model out.
export * as answer from './tasks/answer/index.ts';
export * as chat from './tasks/chat/index.ts';
export * as classify from './tasks/classify/index.ts';
export * as forecast from './tasks/forecast/index.ts';
export * as generate from './tasks/generate/index.ts';
export * as memory from './tasks/memory/index.ts';
export * as music from './tasks/music/index.ts';
export * as tag from './tasks/tag/index.ts';
export * as transcribe from './tasks/transcribe/index.ts';
export * as translate from './tasks/translate/index.ts';
export * as tree from './tasks/tree/index.ts';
export type { FitOptions } from './tasks/fitTask.ts';
export { type LoadedModel, load } from './tasks/load.ts';
export { saveModel } from './tasks/saveModel.ts';
export type { Engine, Evaluation, TrainingOptions } from './tasks/task.ts';

// Looking into trained networks.
export {
  type Attribution,
  type AttributionMethod,
  attributionMethods,
  attributions,
} from './inspect/attribution/attributions.ts';
export type { Finding } from './inspect/finding.ts';
export { describeGradient } from './inspect/gradient/describeGradient.ts';
export { effectiveMemory } from './inspect/gradient/effectiveMemory.ts';
export {
  type GradientThroughTime,
  gradientThroughTime,
  type StateGradient,
} from './inspect/gradient/gradientThroughTime.ts';
export { type WatchedGradient, watchGradients } from './inspect/gradient/watchGradients.ts';
export { type Remedy, type Verdict, verdictOf } from './inspect/gradient/verdict.ts';
export { areaUnderCurve } from './inspect/meaning/areaUnderCurve.ts';
export { type CollectedStates, collectStates } from './inspect/meaning/collectedStates.ts';
export { type Meaning, meaningOf } from './inspect/meaning/meaningOf.ts';
export { nearestPlaces, type NearPlace } from './inspect/meaning/nearestPlaces.ts';
export { type TextPattern, textPatterns } from './inspect/meaning/textPatterns.ts';
export { type FollowingUnit, unitsFollowing } from './inspect/meaning/unitsFollowing.ts';
export { singularValues } from './inspect/matrix/singularValues.ts';
export { spectralRadius } from './inspect/matrix/spectralRadius.ts';
export { inspectionPage } from './inspect/inspectionPage.ts';
export { type Inspection, inspections } from './inspect/inspections.ts';
export type { Answers, Subject, SubjectBatch } from './inspect/subject.ts';
export type { SubjectOptions } from './inspect/subjectOptions.ts';
export {
  gatesAndUnits,
  type MatrixSpectrum,
  type RecurrenceActivity,
} from './inspect/units/gatesAndUnits.ts';
export type { GateStatistics } from './inspect/units/gateStatistics.ts';
export type { UnitStatistics } from './inspect/units/unitStatistics.ts';
export {
  type GateArithmetic,
  type Term,
  type UnitArithmetic,
  unitArithmetic,
} from './inspect/unroll/unitArithmetic.ts';
export {
  type Rows,
  type UnrolledAnswer,
  type UnrolledRecurrence,
  type UnrolledSequence,
  type UnrollOptions,
  unrollSequence,
} from './inspect/unroll/unrollSequence.ts';
export { type SharedWeights, type WeightShares, weightShares } from './inspect/weights/weightShares.ts';
export {
  type Observation,
  type ObservedRun,
  observeRecurrences,
  type RecurrenceObserver,
} from './nn/recurrence/observeRecurrences.ts';
