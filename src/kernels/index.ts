import { adagradStep } from './adagradStep.ts';
import { adamStep } from './adamStep.ts';
import { addInto } from './addInto.ts';
import { approach } from './approach.ts';
import { argmax, segmentArgmax } from './argmax.ts';
import { attentionBackward, attentionForward } from './attention.ts';
import { binary, binaryBroadcast } from './binary.ts';
import { copyStrided } from './copyStrided.ts';
import { crf } from './crf.ts';
import { crossEntropy, crossEntropyBackward, crossEntropySlopes } from './crossEntropy.ts';
import { ctc } from './ctc.ts';
import { dropoutMask } from './dropoutMask.ts';
import { gatherRows, scatterAddRows } from './gatherRows.ts';
import { largest } from './largest.ts';
import { layerNorm, layerNormBackward } from './layerNorm.ts';
import { linearPacked } from './linearPacked.ts';
import { matmul } from './matmul.ts';
import { negativeBinomial } from './negativeBinomial.ts';
import { peak } from './peak.ts';
import { rmspropStep } from './rmspropStep.ts';
import { sgdStep } from './sgdStep.ts';
import { softmax, softmaxBackward } from './softmax.ts';
import { studentT } from './studentT.ts';
import { sum } from './sum.ts';
import { sumOfSquares } from './sumOfSquares.ts';
import { complexScan, complexScanBackward } from './sweeps/complexScan.ts';
import { gruBackward, gruForward } from './sweeps/gru.ts';
import { linearScan, linearScanBackward } from './sweeps/linearScan.ts';
import { lstmBackward, lstmForward } from './sweeps/lstm.ts';
import { mdlstmBackward, mdlstmForward } from './sweeps/mdlstm.ts';
import { rnnBackward, rnnForward } from './sweeps/rnn.ts';
import { slstmBackward, slstmForward } from './sweeps/slstm.ts';
import { unary, unaryBackward } from './unary.ts';
import { viterbi } from './viterbi.ts';
import { weightGradients } from './weightGradients.ts';

/** Every kernel. The order is their number in C. */
export const kernels = [
  matmul,
  linearPacked,
  weightGradients,
  addInto,
  unary,
  unaryBackward,
  binary,
  binaryBroadcast,
  copyStrided,
  sum,
  argmax,
  segmentArgmax,
  largest,
  softmax,
  softmaxBackward,
  crossEntropy,
  crossEntropyBackward,
  crossEntropySlopes,
  crf,
  viterbi,
  ctc,
  gatherRows,
  scatterAddRows,
  layerNorm,
  layerNormBackward,
  dropoutMask,
  sumOfSquares,
  studentT,
  negativeBinomial,
  sgdStep,
  adamStep,
  rmspropStep,
  adagradStep,
  approach,
  lstmForward,
  lstmBackward,
  gruForward,
  gruBackward,
  rnnForward,
  rnnBackward,
  mdlstmForward,
  mdlstmBackward,
  slstmForward,
  slstmBackward,
  linearScan,
  linearScanBackward,
  complexScan,
  complexScanBackward,
  attentionForward,
  attentionBackward,
  peak,
] as const;
