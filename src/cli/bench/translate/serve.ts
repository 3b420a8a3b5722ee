import { serve } from '../contest/serve.ts';
import { translateWork } from './translateWork.ts';

await serve(translateWork);
