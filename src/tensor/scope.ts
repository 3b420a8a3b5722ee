/**
 * The time during which tensors' memory is theirs: one call of `context.step`, or until a tensor made outside steps,
 * and with it its views, is disposed of or unreachable.
 */
export interface Scope {
  alive: boolean;
}
