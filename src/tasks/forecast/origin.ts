/** A forecast from one origin: `source`'s steps before `origin` were read. */
export interface Origin {
  readonly source: number;
  readonly origin: number;
}
