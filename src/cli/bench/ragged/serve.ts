import { serve } from '../contest/serve.ts';
import { raggedWork } from './raggedWork.ts';

await serve(raggedWork);
