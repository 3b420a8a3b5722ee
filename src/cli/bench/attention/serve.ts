import { serve } from '../contest/serve.ts';
import { attentionWork } from './attentionWork.ts';

await serve(attentionWork);
