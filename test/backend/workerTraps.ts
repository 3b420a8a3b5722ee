import { platform } from '#platform';

// A pool worker that traps as soon as it works, as one does whose scratch does not fit.
const text = (name: string): number[] => [name.length, ...new TextEncoder().encode(name)];
const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
const bytes = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...section(1, 1, 0x60, 1, 0x7f, 0), // one type: (i32) -> ()
  ...section(2, 1, ...text('env'), ...text('memory'), 2, 3, 1, 1), // shared memory of one page
  ...section(3, 1, 0),
  ...section(6, 1, 0x7f, 1, 0x41, 0, 0x0b), // a mutable i32
  ...section(7, 2, ...text('work'), 0, 0, ...text('__stack_pointer'), 3, 0),
  ...section(10, 1, 3, 0, 0, 0x0b), // unreachable
);
await platform.startPoolWorker({
  module: await WebAssembly.compile(bytes),
  memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
  index: 1,
  stack: 0,
});
await new Promise((resolve) => setTimeout(resolve, 200));
console.log('alive');
