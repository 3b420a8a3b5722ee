import { delexicaliser, type Delexicalised, type SlotValues } from '../../data/dialog/slots.ts';

/** Texts as a model reads them: with slots in place of their values, where it has slots. */
export const slotReader = (slots: SlotValues | undefined): ((text: string) => Delexicalised) =>
  slots ? delexicaliser(slots) : (text) => ({ text, values: [] });
