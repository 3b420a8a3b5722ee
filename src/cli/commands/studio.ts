import { serveStudio } from '../../serve/serveStudio.ts';
import { type CliCommand, writeJson, writeLines } from '../host.ts';
import { interruptible } from '../interrupt.ts';
import { isSet } from '../options/given.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { jsonOption } from '../options/trainingOptions.ts';

const PORT = 7331;

/** `studio`: serves the page in which a network trains and is seen unrolled, until Ctrl-C. */
export const command: CliCommand = {
  async run(args, host) {
    const parsed = await parseArguments(
      host,
      {
        name: 'studio',
        description:
          'Opens Studio: a page in which a network trains, and is drawn unrolled through time. Nothing leaves the browser. Ctrl-C ends it.',
        operands: [],
        options: [
          {
            name: 'port',
            kind: 'count',
            least: 0,
            below: 65536,
            default: PORT,
            help: 'where the page is served to this machine; 0 takes a free one',
          },
          jsonOption,
        ],
        examples: ['npx unrolled studio', 'npx unrolled studio --port 0'],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const { port = PORT } = parsed.given;
    const server = await serveStudio(Number(port));
    try {
      await interruptible(
        host,
        () => {},
        async (signal) => {
          if (isSet(parsed.given, 'json')) writeJson(host, { url: server.url });
          else writeLines(host, `Studio is at ${server.url}: open it in a browser. Ctrl-C ends it.`);
          await new Promise<void>((resolve) =>
            signal.addEventListener('abort', () => resolve(), { once: true }),
          );
        },
      );
    } finally {
      await server.close();
    }
    return 0;
  },
};
