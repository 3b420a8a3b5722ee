export const corpus = 'peter piper picked a peck of pickled peppers. '.repeat(50);

export const settings = { hidden: 16, embedding: 8, context: 16, batch: 8, steps: 40, seed: 3 } as const;

/** Ten years of months: a rising line with a season. */
export const sales = Array.from({ length: 120 }, (_, month) => ({
  month: new Date(Date.UTC(2015, month, 1)),
  sales: 100 + 0.5 * month + 20 * Math.sin((month * Math.PI) / 6),
}));

export const forecasting = { horizon: 12, hidden: 16, steps: 60, seed: 2 } as const;
