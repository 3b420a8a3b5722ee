import { serve } from '../contest/serve.ts';
import { treeWork } from './treeWork.ts';

await serve(treeWork);
