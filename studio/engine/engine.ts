/** The worker in which everything is computed: it trains, asks the model, and lays sequences out through time. */
import {
  classify,
  type FitOptions,
  forecast,
  generate,
  type StoredModel,
  type TrainingControl,
  type TrainingEvent,
  trainingControl,
  UnrolledError,
  unrollSequence,
} from 'unrolled';
import type { Job } from './job.ts';
import type { Command, Look, Reply, StepEvent } from './messages.ts';
import { openJob } from './openJob.ts';

/** Steps are told this often, in milliseconds; what the model says is renewed this often, in seconds. */
const TELL = 100;
const RENEW = 1;

interface Run {
  readonly job: Job;
  readonly control: TrainingControl;
  readonly stop: AbortController;
  /** The model as it was last kept. */
  model?: StoredModel;
}

let run: Run | undefined;

const post = (reply: Reply): void => globalThis.postMessage(reply);

globalThis.onmessage = ({ data }: MessageEvent<Command>): void => {
  obey(data).catch((error: unknown) => {
    const message = error instanceof UnrolledError ? error.message : `Studio has a defect: ${String(error)}`;
    post({ type: 'failed', message, ends: data.type === 'train' });
  });
};

async function obey(command: Command): Promise<void> {
  if (command.type === 'train') await train(command.job);
  else if (command.type === 'pause') run?.control.pause();
  else if (command.type === 'resume') run?.control.resume();
  else if (command.type === 'stop') run?.stop.abort();
  else if (command.type === 'look') await look(command.look);
  else if (run?.model) post({ type: 'model', model: run.model });
}

async function train(job: Job): Promise<void> {
  run?.stop.abort();
  const own: Run = { job, control: trainingControl(), stop: new AbortController() };
  run = own;
  const teller = tellSteps();
  const runtime: FitOptions = {
    worker: false,
    control: own.control,
    signal: own.stop.signal,
    checkpointSeconds: RENEW,
    checkpoint: async (model: StoredModel) => {
      own.model = model;
      teller.flush();
      if (run === own) await say(own);
    },
    onLog: (event: TrainingEvent) => {
      if (run !== own) return;
      if (event.type === 'step') teller.add(event);
      if (event.type === 'validation') post({ type: 'validation', event });
      if (event.type === 'paused' || event.type === 'resumed') post({ type: event.type });
    },
  };
  let how: 'done' | 'stopped' = 'done';
  try {
    own.model = await fit(job, runtime);
  } catch (error) {
    if (!(error instanceof UnrolledError && error.code === 'interrupted')) throw error;
    how = 'stopped';
  }
  if (run !== own) return;
  teller.flush();
  await say(own);
  post({ type: 'ended', how });
}

/** Trains, and gives the model as it is stored. */
async function fit(job: Job, runtime: FitOptions): Promise<StoredModel> {
  const trained =
    job.task === 'generate'
      ? await generate.fit(job.text, { ...job.options, ...runtime })
      : job.task === 'forecast'
        ? await forecast.fit(job.csv, { ...job.options, ...runtime })
        : await classify.fit(job.sequences, { ...job.options, ...runtime });
  trained.close();
  return trained.model;
}

/** Says what the model now says. */
async function say({ job, model }: Run): Promise<void> {
  if (!model) return;
  const opened = await openJob(job, model);
  try {
    post({ type: 'says', says: await opened.says() });
  } finally {
    opened.close();
  }
}

async function look(wanted: Look): Promise<void> {
  if (!run?.model) return;
  const opened = await openJob(run.job, run.model);
  try {
    const { subject, said } = opened.look(wanted);
    const { sequence = 0, answer } = wanted;
    const unrolled = unrollSequence(subject, { sequence, ...(answer !== undefined && { answer }) });
    const sequences = subject.batches.reduce((sum, { lengths }) => sum + lengths.length, 0);
    const losses = unrolled.answers.map(({ loss }) => loss);
    post({ type: 'looked', looked: { look: wanted, unrolled, sequences, said: said(losses) } });
  } finally {
    opened.close();
  }
}

/** Collects steps, and tells of them ten times a second. */
function tellSteps(): { add(step: StepEvent): void; flush(): void } {
  let steps: StepEvent[] = [];
  let told = 0;
  const flush = (): void => {
    if (steps.length > 0) post({ type: 'steps', steps });
    steps = [];
    told = performance.now();
  };
  return {
    add(step) {
      steps.push(step);
      if (performance.now() - told >= TELL) flush();
    },
    flush,
  };
}
