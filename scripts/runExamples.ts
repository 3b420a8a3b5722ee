/** `npm run examples`: runs every program in examples/ as a user would, and fails if one does. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../examples/', import.meta.url);
const failed: string[] = [];
const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
for (const name of names) {
  console.log(`== ${name}`);
  const begin = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, folder))], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`== ${name}: ${code === 0 ? 'ran' : 'FAILED'} (${seconds} s)`);
  if (code !== 0) failed.push(name);
}
if (names.length === 0) throw new Error('there are no examples');
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
