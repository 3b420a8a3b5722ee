import { serve } from '../contest/serve.ts';
import { languageWork } from './languageWork.ts';

await serve(languageWork);
