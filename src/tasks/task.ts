import type { ModelManifest, StoredModel } from '../formats/model/manifest.ts';
import type { Platform } from '../platform/platform.ts';
import type { BackendChoice } from '../backend/open.ts';
import type { Subject } from '../inspect/subject.ts';
import type { SubjectOptions } from '../inspect/subjectOptions.ts';
import type { Json } from '../support/json.ts';
import type { CellChoice } from '../nn/stack/cellChoice.ts';
import type { FitRuntime } from '../train/fitModel.ts';

/** Where and how fast to compute: it changes no meaning. */
export interface Engine {
  /** Default auto: native where it is built, else WebAssembly. */
  readonly backend?: BackendChoice;
  readonly threads?: number;
}

/** How a training run computes, is watched, stopped and continued. */
export interface Runtime extends Engine, FitRuntime {
  /** A trained model whose weights to start from, with new data. */
  readonly from?: StoredModel;
}

/** Options that every task's training has. Plain data; everything that decides the numbers is in here. */
export interface TrainingOptions {
  readonly cell?: CellChoice['cell'];
  readonly hidden?: number;
  readonly layers?: number;
  readonly bidirectional?: boolean;
  readonly dropout?: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly maxMinutes?: number;
  /** Sequences in a batch. */
  readonly batch?: number;
  /** Learning rate. */
  readonly lr?: number;
  readonly seed?: number;
  /** The share of the data that is held out to validate on, or none. */
  readonly validFraction?: number;
  /** A file to validate on instead, in the form of the training data: `read` reads it. Excludes validFraction. */
  readonly validFile?: string;
}

/** An option of the command line; `name` is its camelCase name in the options object, `--max-minutes` is `maxMinutes`. */
export interface TaskOption {
  readonly name: string;
  readonly kind: 'count' | 'number' | 'fraction' | 'text' | 'list' | 'flag' | 'choice';
  readonly choices?: readonly string[];
  /** The least value that is allowed; without it 1 for a count, 0 for a number. */
  readonly least?: number;
  readonly help: string;
}

/** Numbers in rows and columns. */
export interface ScoreTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Scores of a model beside trivial baselines. The first row is the model. */
export interface Evaluation extends ScoreTable {
  /** What was measured on, and what it means, in plain sentences. */
  readonly notes: readonly string[];
  /** What is worth a closer look, as a confusion matrix. */
  readonly tables?: readonly ScoreTable[];
}

/** An answer of a model: for machines and for people. `text` and `html` are called before its predictor is closed. */
export interface Prediction {
  readonly json: Json;
  /** Plain words and drawings, at most `width` columns wide. */
  text(width: number): string;
  /** A self-contained HTML page, where the task draws one. */
  html?(): string;
}

/** What a model says in a talk: for machines, for people, and how it came about in lines, where that was asked for. */
export interface TalkReply {
  readonly json: Json;
  readonly text: string;
  readonly trace?: readonly string[];
}

/** A talk with a model. */
export interface Talk {
  /** `options` are those of `predict`; `onText` is told of the reply as it is written, each time of all that is certain so far. */
  reply(text: string, options: Readonly<Record<string, Json>>, onText?: (text: string) => void): TalkReply;
  /** Adds what a look-up has brought. */
  tell(text: string): void;
  /** Forgets what was said. */
  reset(): void;
}

/** A loaded model at work. */
export interface Predictor<Data> {
  readonly manifest: ModelManifest;
  /** `data` as `read` gave it: with a model, all of it is scored; without one (just trained), what was held out. */
  evaluate(data: Data, options: Readonly<Record<string, Json>>): Promise<Evaluation>;
  /** `data` undefined: from what the model keeps of its training data, where it keeps some. */
  predict(data: Data | undefined, options: Readonly<Record<string, Json>>): Promise<Prediction>;
  /** The outputs of the stored probe inputs on this machine, in the order of the manifest. */
  probe(): Promise<readonly (readonly number[])[]>;
  /** An answer after each step of lines that come, where the task can. */
  stream?(lines: AsyncIterable<string>): AsyncIterable<{ readonly json: Json; readonly text: string }>;
  /** Text piece by piece, where the task generates. */
  generate?(options: Readonly<Record<string, Json>>): AsyncIterable<string>;
  /** Begins a talk, where the task talks. */
  talk?(): Talk;
  /** The network with data to look at it with; absent where it does not go along time. `data` as for `predict`. */
  subject?(data: Data | undefined, options: SubjectOptions): Subject;
  close(): void;
}

/**
 * What the command line, the worker and `load` know of a task. `Data` is what its reader makes of files: plain data
 * that a worker can be sent, with `notes` in plain sentences on what was found and decided.
 */
export interface Task<Data extends { readonly notes: readonly string[] }, Options extends TrainingOptions> {
  readonly name: string;
  /** One line for --help. */
  readonly summary: string;
  /** A complete command line. */
  readonly example: string;
  /** What is given to train on, where it is not data files. */
  readonly data?: { readonly name: string; readonly help: string };
  readonly options: readonly TaskOption[];
  /** The options of every task's training that this one does not take, by name, and why. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** The cells that it can be made of; by default all. */
  readonly cells?: readonly string[];
  /** `predict` wants data: nothing goes on from what the model was trained on. */
  readonly needsInput?: boolean;
  /** Several models may answer together: what that means, for --help. */
  readonly together?: string;
  readonly predictOptions: readonly TaskOption[];
  readonly evaluateOptions: readonly TaskOption[];
  /** What holds where an option is not given, by its name, for --help: the value, or words where the data decides. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
  /**
   * `options` are the task's own as given on the command line; `model` where the data is read for a trained model;
   * `from` where it is read for a training that starts from one.
   */
  read(
    platform: Platform,
    paths: readonly string[],
    options: Options,
    model?: ModelManifest,
    from?: ModelManifest,
  ): Promise<Data>;
  /** Throws `interrupted`, `bad-argument`, `bad-data`, `not-finite`. */
  fit(data: Data, options: Options, runtime: Runtime): Promise<StoredModel>;
  /** `others`: models to answer together with, for a task that says what that means. Throws `bad-model`, `bad-argument`. */
  open(model: StoredModel, engine: Engine, others?: readonly StoredModel[]): Promise<Predictor<Data>>;
}
