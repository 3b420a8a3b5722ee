/** A picture that `--draw` writes. */
export interface Drawing {
  /** Of its file. */
  readonly name: string;
  readonly svg: string;
}
