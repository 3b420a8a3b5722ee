/** What the native addon exports. */
export interface NativeAddon {
  /** The instruction sets that its kernels are built for and this processor has, the fastest first. */
  readonly instructions: readonly string[];
  open(threads: number, instructions: string): NativeEngine;
}

/** A heap and threads of the addon. */
export interface NativeEngine {
  /** Where a command is written: kernel number, number of threads, arguments. */
  readonly command: ArrayBuffer;
  readonly threads: number;
  /** Bytes that the heap can have. */
  readonly room: number;
  /** Runs the command. */
  run(): void;
  /** Whether a kernel exists in C. */
  implemented(kernel: number): boolean;
  /** The first bytes of the heap, in place of the view before, which is detached. */
  view(bytes: number): ArrayBuffer;
  close(): void;
}

/** Building and loading the native addon; only Node can. */
export interface NativeHost {
  /** Whether there are native kernels for this system and processor. */
  readonly possible: boolean;
  /** The C files of the package, by name. */
  sources(): Promise<Map<string, string>>;
  /** The addon built from `sources`, if it is in the cache and can be loaded. */
  load(sources: ReadonlyMap<string, string>): Promise<NativeAddon | undefined>;
  /** The C compiler that `build` would use, by its version; undefined if there is none. */
  compiler(): Promise<string | undefined>;
  /** Builds it into the cache unless it is there. */
  build(sources: ReadonlyMap<string, string>): Promise<NativeBuild>;
}

export interface NativeBuild {
  /** The addon's file, or undefined if it cannot be built. */
  readonly file: string | undefined;
  /** Whether it was there already. */
  readonly cached: boolean;
  /** One line: what was built by which compiler, or why not. */
  readonly note: string;
}
