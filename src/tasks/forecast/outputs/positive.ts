/** The positive number that a raw parameter stands for: log(1 + exp(x)). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The raw parameter of a positive number; the inverse of softplus. */
export const inverseSoftplus = (y: number): number => y + Math.log(-Math.expm1(-y));
