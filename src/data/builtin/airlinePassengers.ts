import type { BuiltinSeries } from './builtinSeries.ts';

/** 144 months: a trend, and a season that grows with it. */
export const airlinePassengers: BuiltinSeries = {
  name: 'airline-passengers',
  title: 'International airline passengers, 1949 to 1960',
  unit: 'thousands of passengers a month',
  source: 'G. E. P. Box and G. M. Jenkins, Time Series Analysis: Forecasting and Control, 1976, series G',
  frequency: { unit: 'month', every: 1, regular: true, day: 1, clock: 0 },
  firstYear: 1949,
  // A line for each year.
  values: [].flat(),
};
