import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { generate, mapSource } from '../../src/index.ts';
import { openModel } from '../../src/formats/model/openModel.ts';
import { modelArchive } from '../../studio/run/downloadModel.ts';
import { zip } from '../../studio/run/zip.ts';

test('another library unpacks what is packed', () => {
  const files = { 'a/empty': new Uint8Array(), 'a/über.txt': new TextEncoder().encode('Füße') };
  const archive = zip(Object.entries(files).map(([name, content]) => ({ name, content })));
  expect(unzipSync(archive)).toEqual(files);
});

test('the checksum is that of the standard', () => {
  // CRC-32 of "123456789" is the check value 0xCBF43926 of its catalogue.
  const archive = zip([{ name: 'a', content: new TextEncoder().encode('123456789') }]);
  expect(new DataView(archive.buffer).getUint32(14, true)).toBe(0xcbf43926);
});

test('a model that was downloaded opens again and writes the same', async () => {
  const text = 'she sells sea shells by the sea shore. '.repeat(20);
  const trained = await generate.fit(text, { backend: 'wasm', threads: 1, hidden: 8, steps: 5, seed: 1 });
  const files = unzipSync(modelArchive(trained.model, 'shells'));
  const plain = Object.entries(files).map(
    ([name, content]) => [name.replace('shells/', ''), new Uint8Array(content)] as const,
  );
  const stored = await openModel(mapSource(new Map(plain)));
  const opened = await generate.open(stored, { backend: 'wasm', threads: 1 });
  expect(await opened.generate({ length: 30 })).toBe(await trained.generate({ length: 30 }));
  opened.close();
  trained.close();
});
