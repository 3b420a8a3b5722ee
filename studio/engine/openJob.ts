import { classify, forecast, generate, type StoredModel, type Subject } from 'unrolled';
import type { Job, Says } from './job.ts';
import type { Look } from './messages.ts';

/** A model at work for the page. */
export interface OpenJob {
  says(): Promise<Says>;
  /** The network with what there is to look at, and what answers of these losses say. */
  look(look: Look): { readonly subject: Subject; said(losses: readonly number[]): string[] };
  close(): void;
}

/** Values before a forecast that are drawn. */
const PAST = 72;

/** Characters that the model writes for the page. */
const WRITTEN = 160;

/** Sequences of a forecast that are laid out. */
const STRETCHES = 8;

/** One answer at a time is no work for several threads. */
const engine = { threads: 1 };

/** Opens what a job has learned so far. */
export async function openJob(job: Job, model: StoredModel): Promise<OpenJob> {
  if (job.task === 'generate') return openText(job, await generate.open(model, engine));
  if (job.task === 'forecast') return openSeries(await forecast.open(model, engine));
  return openClasses(job, await classify.open(model, engine));
}

function openText({ text }: Extract<Job, { task: 'generate' }>, model: generate.TextGenerator): OpenJob {
  const prompt = text.slice(0, text.indexOf(' ', 20) + 1) || text.slice(0, 20);
  return {
    async says() {
      const written = await model.generate({ prompt, length: WRITTEN, temperature: 0.3 });
      return { task: 'generate', prompt, text: written };
    },
    look: ({ text: read = prompt }) => ({
      subject: model.subject(read, { length: Math.max(1, Array.from(read).length - 1), sequences: 1 }),
      said: (losses) => {
        const next = Array.from(read).slice(1);
        return losses.map((loss, t) => `gives the next one, ${name(next[t])}, ${percent(Math.exp(-loss))}`);
      },
    }),
    close: () => model.close(),
  };
}

function openSeries(model: forecast.Forecaster): OpenJob {
  return {
    async says() {
      const [expected] = await model.predict();
      const past = lastValues(model);
      return { task: 'forecast', target: expected.target, past, forecast: expected };
    },
    look: () => ({
      subject: model.subject({ sequences: STRETCHES }),
      said: (losses) => losses.map((loss) => `forecasts what follows, with a loss of ${loss.toFixed(3)}`),
    }),
    close: () => model.close(),
  };
}

function openClasses({ shown }: Extract<Job, { task: 'classify' }>, model: classify.Classifier): OpenJob {
  const contents = shown.map(({ text, steps }) => text ?? steps ?? '');
  return {
    async says() {
      const answers = model.classify(contents).map((answer, k) => ({
        ...answer,
        content: shown[k].text ?? `${shown[k].steps?.length} steps`,
        truth: String(shown[k].label),
      }));
      return { task: 'classify', answers };
    },
    look: ({ sequence = 0 }) => ({
      subject: model.subject(shown, { sequences: shown.length }),
      said: () => {
        const [{ label, confidence }] = model.classify([contents[sequence]]);
        return [`says ${label}, ${percent(confidence)} sure; it is ${String(shown[sequence].label)}`];
      },
    }),
    close: () => model.close(),
  };
}

/** The last values of the first series, which the model keeps to go on from. */
function lastValues({ manifest }: forecast.Forecaster): number[] {
  const history = manifest.data?.history as readonly { readonly targets: readonly (number | null)[][] }[];
  const [first] = history;
  return (first?.targets[0] ?? []).filter((value) => value !== null).slice(-PAST);
}

const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0.995 || share < 0.005 ? 1 : 0)} %`;

/** A character as one reads it. */
const name = (character: string): string =>
  ({ ' ': 'space', '\n': 'line end' })[character] ?? `“${character}”`;
