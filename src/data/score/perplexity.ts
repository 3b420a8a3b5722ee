/**
 * The perplexity of a text: among how many equally likely symbols a model might as well have guessed each time. `nats`
 * is the negative log-likelihood of all of its symbols together; NaN when there are none.
 */
export function perplexity(nats: number, symbols: number): number {
  return Math.exp(nats / symbols);
}
