/** What a web server answers. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A web server that only this machine reaches. */
export interface WebServer {
  /** The address of its root, with a slash at the end. */
  readonly url: string;
  /** Ends it, and what is being answered. */
  close(): Promise<void>;
}

/** Answers a GET for `path`, which begins with a slash and has no query. */
export type AnswerPath = (path: string) => Promise<WebAnswer>;
