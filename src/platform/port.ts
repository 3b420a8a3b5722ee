/** One end of a channel to another thread. What is posted is copied as `structuredClone` does. */
export interface Port<Sent, Received> {
  post(message: Sent): void;
  /** Calls back for every message, those included that came before; to be called once. */
  listen(callback: (message: Received) => void): void;
}

/** A thread that this one started. */
export interface HostWorker<Sent, Received> extends Port<Sent, Received> {
  /** Resolves with the reason if it cannot start or ends by an error of its own; else never. */
  readonly failure: Promise<string>;
  /** Ends it, wherever it is. */
  end(): void;
}
