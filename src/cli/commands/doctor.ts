import { buildAddon } from '../../backend/native.ts';
import type { NativeHost } from '../../platform/native.ts';
import { formatBytes } from '../../support/format.ts';
import { version } from '../../support/version.ts';
import { type CliCommand, columnsOf, writeJson, writeLines } from '../host.ts';
import { checkBackends } from '../doctor/checkBackends.ts';
import { checkModel } from '../doctor/checkModel.ts';
import { isSet } from '../options/given.ts';
import { parseArguments } from '../options/parseArguments.ts';
import { jsonOption } from '../options/trainingOptions.ts';
import { hang, wrap } from '../output/wrap.ts';

/** `doctor [model]`: what works on this machine, or whether a model gives here what it gave where it was trained. */
export const command: CliCommand = {
  async run(args, host) {
    const parsed = await parseArguments(
      host,
      {
        name: 'doctor',
        description:
          'Says what works on this machine; with a model, whether it gives here what it gave before.',
        operands: [{ name: 'model', takes: 'optional', help: 'the folder of a model to check' }],
        options: [
          { name: 'build', kind: 'flag', help: 'build the native code, which needs a C compiler' },
          jsonOption,
        ],
        examples: ['npx unrolled doctor --build', 'npx unrolled doctor unrolled-forecast'],
      },
      args,
    );
    if (parsed === undefined) return 0;
    const [folder] = parsed.operands;
    const json = isSet(parsed.given, 'json');
    const built = isSet(parsed.given, 'build') ? await buildAddon() : undefined;
    if (folder !== undefined) return await checkModel(host, folder, json);

    const { machine, processors, native } = host.platform;
    const works = await checkBackends();
    const compiler = await native?.compiler();
    if (json) {
      const { system, processor, memory, runtime } = machine;
      const about = {
        system,
        processor,
        processors,
        memory: memory ?? null,
        runtime,
        compiler: compiler ?? null,
      };
      writeJson(host, { version, machine: about, backends: works, build: built?.note ?? null });
    } else {
      const memory = machine.memory === undefined ? '' : `, ${formatBytes(machine.memory)} of memory`;
      const isBuilt = works[0].works;
      writeLines(
        host,
        `Unrolled      ${version}`,
        `Runtime       ${machine.runtime}, ${machine.system}`,
        `Processor     ${machine.processor}, ${processors} logical${memory}`,
        `C compiler    ${compiler ?? 'none'}`,
        ...(built === undefined ? [] : hang('Build', 14, built.note, columnsOf(host))),
        '',
        'Backends:',
        ...works.flatMap(({ name, works, note }) => {
          const reason = name === 'native' ? whyNotNative(native) : note;
          return hang(`  ${name}`, 14, works ? `works: ${note}` : `not here: ${reason}`, columnsOf(host));
        }),
        ...(isBuilt || !native?.possible ? [] : ['', ...wrap(wayToNative(compiler), columnsOf(host))]),
      );
    }
    // Without a compiler the absence of native code is a fact, not a failure.
    const hasFailed = built !== undefined && built.file === undefined && compiler !== undefined;
    return hasFailed ? 1 : 0;
  },
};

const whyNotNative = (native: NativeHost | undefined): string =>
  native?.possible ? 'it has not been built' : 'there are no native kernels for this system';

/** What to do for native code, where it has not been built. */
function wayToNative(compiler: string | undefined): string {
  const build = 'npx unrolled doctor --build';
  if (compiler !== undefined) return `For the speed of native code: ${build}`;
  return `For the speed of native code install a C compiler (gcc or clang: build-essential on Debian and Ubuntu, gcc on Fedora, the Xcode command line tools on macOS), then run ${build}`;
}
