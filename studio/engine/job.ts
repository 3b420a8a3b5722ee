import type { classify, forecast, generate } from 'unrolled';

type Sequence = classify.SequenceWithLabel;

/** What there is to learn, as plain data: a task, its data and its options. */
export type Job = { readonly name: string } & (
  | { readonly task: 'forecast'; readonly csv: string; readonly options: forecast.ForecastOptions }
  | { readonly task: 'generate'; readonly text: string; readonly options: generate.GenerateOptions }
  | {
      readonly task: 'classify';
      readonly sequences: readonly Sequence[];
      /** Not learned from: what the page asks the model about. */
      readonly shown: readonly Sequence[];
      readonly options: Omit<classify.ClassifyOptions, 'validFile'>;
    }
);

/** What a model says, renewed while it trains. */
export type Says =
  | { readonly task: 'generate'; readonly prompt: string; readonly text: string }
  | {
      readonly task: 'forecast';
      readonly target: string;
      /** The last values that are known, and what is expected after them. */
      readonly past: readonly number[];
      readonly forecast: forecast.Forecast;
    }
  | {
      readonly task: 'classify';
      readonly answers: readonly (classify.Classified & {
        readonly content: string;
        readonly truth: string;
      })[];
    };
