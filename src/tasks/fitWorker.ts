/**
 * The thread that `fitInWorker` starts: trains one model and answers with it. Everything that it needs is imported
 * statically, since bundlers put a worker into one file.
 */
import { platform } from '#platform';
import type { StoredModel } from '../formats/model/manifest.ts';
import { trainingControl } from '../train/trainingControl.ts';
import { fit as answer } from './answer/fit.ts';
import { fit as chat } from './chat/fit.ts';
import { fit as classify } from './classify/fit.ts';
import type { FitCommand, FitReply, FitRequest, SentError } from './fitMessages.ts';
import { fit as forecast } from './forecast/fit.ts';
import { fit as generate } from './generate/fit.ts';
import { fit as memory } from './memory/fit.ts';
import { fit as music } from './music/fit.ts';
import { fit as tag } from './tag/fit.ts';
import { receiveError, sendError } from './sentError.ts';
import type { Runtime } from './task.ts';
import { fit as transcribe } from './transcribe/fit.ts';
import { fit as translate } from './translate/fit.ts';
import { fit as tree } from './tree/fit.ts';

/** Fits of all tasks; the data are what the same task's `fit` on the other side was given. */
const fits: Readonly<
  Record<string, (data: never, options: object, runtime: Runtime) => Promise<StoredModel>>
> = { answer, chat, classify, forecast, generate, memory, music, tag, transcribe, translate, tree };

const parent = platform.parentPort<FitReply, FitCommand>();
const aborting = new AbortController();
const control = trainingControl();
let stored: (error: SentError | null) => void = () => {};

parent.listen((command) => {
  if (command.type === 'fit') void reply(command.request);
  else if (command.type === 'abort') aborting.abort();
  else if (command.type === 'pause') control.pause();
  else if (command.type === 'resume') control.resume();
  else stored(command.error);
});

async function reply(request: FitRequest): Promise<void> {
  try {
    if (request.paused) control.pause();
    const model = await fits[request.task](request.data as never, request.options, runtimeOf(request));
    parent.post({ type: 'done', model });
  } catch (error) {
    parent.post({ type: 'failed', error: sendError(error) });
  }
}

function runtimeOf({ engine, from, resume, checkpointSeconds, watch, wants }: FitRequest): Runtime {
  return {
    ...engine,
    from,
    resume,
    checkpointSeconds,
    watch,
    signal: aborting.signal,
    control,
    onEvent: wants.events ? (event) => parent.post({ type: 'event', event }) : undefined,
    onLog: wants.log ? (event) => parent.post({ type: 'log', event }) : undefined,
    checkpoint: wants.checkpoints ? storeThere : undefined,
  };
}

/** Sends a checkpoint and waits until it is stored. */
function storeThere(model: StoredModel): Promise<void> {
  return new Promise((resolve, reject) => {
    stored = (error) => (error ? reject(receiveError(error)) : resolve());
    parent.post({ type: 'checkpoint', model });
  });
}
