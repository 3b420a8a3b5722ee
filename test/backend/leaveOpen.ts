import { openBackend } from '../../src/backend/open.ts';
import { addInto } from '../../src/kernels/addInto.ts';

// Opens a backend, computes, and leaves it open.
const [, , name] = process.argv;
const backend = await openBackend({ backend: name as 'wasm' | 'native', threads: 2 });
backend.grow(100);
backend.run(addInto, { x: 0, y: 50, n: 50 });
console.log(backend.name, backend.threads);
