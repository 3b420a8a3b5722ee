import type { Host } from './host.ts';

/** A command was interrupted; `message` says what was kept and how to go on. Exit code 130. */
export class Interrupted extends Error {}

/** A terminal and `npx` may both pass on one Ctrl-C: what follows within this time is the same one, in milliseconds. */
const SAME_PRESS = 400;

/**
 * Runs `body` with a signal that Ctrl-C sets, `onFirst` being called then; a second Ctrl-C ends the process at once
 * with exit code 130.
 */
export async function interruptible<R>(
  host: Host,
  onFirst: () => void,
  body: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const { platform } = host;
  const controller = new AbortController();
  let firstAt: number | undefined;
  const stopListening = platform.process.onInterrupt(() => {
    if (firstAt === undefined) {
      firstAt = platform.now();
      controller.abort();
      onFirst();
    } else if (platform.now() - firstAt > SAME_PRESS) {
      platform.process.exit(130);
    }
  });
  try {
    return await body(controller.signal);
  } finally {
    stopListening();
  }
}
