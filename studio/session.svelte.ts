import type { StoredModel } from 'unrolled';
import type { Job, Says } from './engine/job.ts';
import type { Command, Look, Looked, Reply, StepEvent, ValidationEvent } from './engine/messages.ts';

export type Phase = 'idle' | 'training' | 'paused' | 'done' | 'stopped';

/** What the page knows of the engine: what is learned, how far it is, what came of it. */
export class Session {
  job = $state.raw<Job>();
  phase = $state<Phase>('idle');
  steps = $state.raw<readonly StepEvent[]>([]);
  validations = $state.raw<readonly ValidationEvent[]>([]);
  says = $state.raw<Says>();
  looked = $state.raw<Looked>();
  fault = $state<string>();

  #engine: Worker | undefined;
  #model: ((model: StoredModel) => void) | undefined;
  #look: Look = {};
  #watched = false;

  /** Starts anew with a job. */
  train(job: Job): void {
    this.#engine?.terminate();
    this.#engine = new Worker(new URL('./engine/engine.ts', import.meta.url), { type: 'module' });
    this.#engine.onmessage = ({ data }: MessageEvent<Reply>) => this.#take(data);
    this.#engine.onerror = ({ message }) => {
      this.fault = `The engine cannot go on (${message || 'its script cannot be loaded'}). Reload the page.`;
    };
    this.job = job;
    this.phase = 'training';
    this.steps = [];
    this.validations = [];
    this.says = undefined;
    this.looked = undefined;
    this.fault = undefined;
    this.#look = {};
    this.#send({ type: 'train', job });
  }

  pause(): void {
    this.#send({ type: 'pause' });
  }

  resume(): void {
    this.#send({ type: 'resume' });
  }

  stop(): void {
    this.#send({ type: 'stop' });
  }

  /** The model as it was last kept. */
  model(): Promise<StoredModel> {
    return new Promise((resolve) => {
      this.#model = resolve;
      this.#send({ type: 'model' });
    });
  }

  /** Lays a sequence out through time, and again whenever there is a newer model; gives what ends that. */
  watch(): () => void {
    this.#watched = true;
    this.#send({ type: 'look', look: this.#look });
    return () => {
      this.#watched = false;
    };
  }

  /** Chooses what is laid out. */
  look(look: Look): void {
    this.fault = undefined;
    this.#look = look;
    this.#send({ type: 'look', look });
  }

  #send(command: Command): void {
    this.#engine?.postMessage($state.snapshot(command));
  }

  #take(reply: Reply): void {
    switch (reply.type) {
      case 'steps':
        this.steps = [...this.steps, ...reply.steps];
        break;
      case 'validation':
        this.validations = [...this.validations, reply.event];
        break;
      case 'says':
        this.says = reply.says;
        if (this.#watched) this.#send({ type: 'look', look: this.#look });
        break;
      case 'paused':
        this.phase = 'paused';
        break;
      case 'resumed':
        this.phase = 'training';
        break;
      case 'ended':
        this.phase = reply.how;
        break;
      case 'looked':
        this.looked = reply.looked;
        break;
      case 'model':
        this.#model?.(reply.model);
        break;
      case 'failed':
        this.fault = reply.message;
        if (reply.ends) this.phase = this.steps.length > 0 ? 'stopped' : 'idle';
    }
  }
}
