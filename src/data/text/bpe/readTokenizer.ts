import { fail } from '../../../support/errors.ts';
import type { Json } from '../../../support/json.ts';
import type { AddedToken, BpeTokenizer, TextNormalizer } from './bpeTokenizer.ts';
import { byteCharacters } from './byteAlphabet.ts';

type Fields = Readonly<Record<string, Json>>;

/** Throws `bad-format`: what is wrong at a place of the file, as `model.merges[3]`. */
type Refuse = (place: string, what: string, remedy?: string) => never;

const normalForms: readonly string[] = ['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase'];

/**
 * Reads the tokenizer.json of a byte-level BPE, as `writeTokenizer` and Hugging Face's `ByteLevelBPETokenizer` give it;
 * `where` names the file in errors. What its post-processor would add around a text is kept for writing, but not added. Throws `bad-format`, with the place, for what is damaged and for settings under which
 * its ids would be others than ours: other models, splits and normalizers, dropout, truncation, padding.
 */
export function readTokenizer(json: string, where = 'tokenizer.json'): BpeTokenizer {
  const refuse: Refuse = (
    place,
    what,
    remedy = 'Write the file again with save() of Hugging Face tokenizers, or with writeTokenizer',
  ) => fail('bad-format', place === '' ? where : `${where}, ${place}`, what, remedy);
  const file = parse(json, refuse);
  for (const name of ['truncation', 'padding']) {
    if (file[name] != null)
      refuse(name, 'it is set, and would change the ids', `Call no_${name}() before saving`);
  }
  const split = byteLevel(file, 'pre_tokenizer', refuse);
  if (split.use_regex === false)
    refuse('pre_tokenizer.use_regex', 'it is false', 'Train with use_regex=True');
  byteLevel(file, 'decoder', refuse);
  const model = fieldsOf(file.model, 'model', refuse);
  checkModel(model, refuse);

  const symbols = readSymbols(fieldsOf(model.vocab, 'model.vocab', refuse), refuse);
  const modelSize = symbols.length;
  const added = readAdded(file.added_tokens ?? [], symbols, refuse);
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  return {
    symbols,
    ids,
    modelSize,
    merges: readMerges(model.merges, ids, refuse),
    added,
    normalizers: readNormalizers(file.normalizer ?? null, 'normalizer', refuse),
    addPrefixSpace: split.add_prefix_space === true,
    frame: { ...file, added_tokens: [], model: { ...model, vocab: {}, merges: [] } },
  };
}

function parse(json: string, refuse: Refuse): Fields {
  let value: Json;
  try {
    value = JSON.parse(json) as Json;
  } catch (error) {
    return refuse('', `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return fieldsOf(value, '', refuse);
}

/** Settings that do nothing where all bytes are known may be anything: what is unknown, and byte fallback. */
function checkModel(model: Fields, refuse: Refuse): void {
  const { type = 'BPE', dropout, ignore_merges: ignoreMerges } = model;
  if (type !== 'BPE') refuse('model.type', `it is ${show(type)}`, 'Give the tokenizer of a byte-level BPE');
  if (dropout != null && dropout !== 0)
    refuse('model.dropout', `it is ${show(dropout)}`, 'Set it to null: encoding is not random here');
  if (ignoreMerges === true)
    refuse('model.ignore_merges', 'it is true', 'Give a tokenizer with merges alone');
  for (const name of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    const affix = model[name];
    if (affix != null && affix !== '')
      refuse(`model.${name}`, `it is ${show(affix)}`, 'Train without it: blanks are in the symbols');
  }
}

/** The symbols of the model by their ids, which go from 0 without gaps. */
function readSymbols(vocab: Fields, refuse: Refuse): string[] {
  const entries = Object.entries(vocab);
  const symbols = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [symbol, id] of entries) {
    const place = `model.vocab[${show(symbol)}]`;
    if (!isCount(id) || id >= entries.length)
      refuse(place, `its id is ${show(id)}, and ${entries.length} symbols have 0 to ${entries.length - 1}`);
    if (symbols[id] !== undefined) refuse(place, `its id ${id} is also that of ${show(symbols[id])}`);
    symbols[id] = symbol;
  }
  const missing = byteCharacters.findIndex((character) => !Object.hasOwn(vocab, character));
  if (missing >= 0) {
    const what = `byte ${missing}, written ${show(byteCharacters[missing])}, is not among the symbols`;
    refuse('model.vocab', what, 'Train with the initial alphabet ByteLevel.alphabet()');
  }
  return symbols.filter((symbol) => symbol !== undefined);
}

/** Pairs, or, as older releases wrote them, texts with a blank between the two. */
function readMerges(
  merges: Json | undefined,
  ids: ReadonlyMap<string, number>,
  refuse: Refuse,
): [string, string][] {
  return listOf(merges, 'model.merges', refuse).map((merge, k) => {
    const place = `model.merges[${k}]`;
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((part) => typeof part === 'string'))
      return refuse(place, `${show(merge)} is not a pair of symbols`);
    const [left, right]: string[] = pair;
    for (const symbol of [left, right, left + right]) {
      if (!ids.has(symbol)) refuse(place, `${show(symbol)} is not in model.vocab`);
    }
    return [left, right];
  });
}

/** The added tokens; those that the model does not have get their symbols, after its own. */
function readAdded(value: Json, symbols: string[], refuse: Refuse): AddedToken[] {
  const known = new Map(symbols.map((symbol, id) => [symbol, id]));
  return listOf(value, 'added_tokens', refuse).map((item, k) => {
    const place = `added_tokens[${k}]`;
    const token = fieldsOf(item, place, refuse);
    const { id, content } = token;
    if (typeof content !== 'string' || content === '') return refuse(`${place}.content`, 'it is no text');
    const expected = known.get(content) ?? symbols.length;
    if (id !== expected) {
      const what = `it is ${show(id ?? null)}, and ${show(content)} has the id ${expected}`;
      return refuse(`${place}.id`, what);
    }
    const flag = (name: string): boolean => {
      const set = token[name] ?? false;
      return typeof set === 'boolean' ? set : refuse(`${place}.${name}`, `it is ${show(set)}`);
    };
    if (flag('single_word'))
      refuse(`${place}.single_word`, 'it is true', 'Add the token without single_word');
    if (expected === symbols.length) {
      symbols.push(content);
      known.set(content, expected);
    }
    const [lstrip, rstrip] = [flag('lstrip'), flag('rstrip')];
    return { id, content, lstrip, rstrip, normalized: flag('normalized'), special: flag('special') };
  });
}

function readNormalizers(value: Json, place: string, refuse: Refuse): TextNormalizer[] {
  if (value === null) return [];
  const { type = null, normalizers } = fieldsOf(value, place, refuse);
  if (type === 'Sequence') {
    const inner = `${place}.normalizers`;
    return listOf(normalizers, inner, refuse).flatMap((one, k) =>
      readNormalizers(one, `${inner}[${k}]`, refuse),
    );
  }
  if (!isTextNormalizer(type)) {
    const remedy = `Known are ${normalForms.join(', ')} and Sequence`;
    return refuse(`${place}.type`, `it is ${show(type)}`, remedy);
  }
  return [type];
}

const isTextNormalizer = (type: Json): type is TextNormalizer =>
  typeof type === 'string' && normalForms.includes(type);

/** The settings of a step that works on bytes. */
function byteLevel(file: Fields, name: string, refuse: Refuse): Fields {
  const fields = fieldsOf(file[name], name, refuse);
  const { type = null } = fields;
  if (type !== 'ByteLevel') {
    const remedy = 'Give the tokenizer of a byte-level BPE, with ByteLevel as pre-tokenizer and decoder';
    refuse(`${name}.type`, `it is ${show(type)}, not "ByteLevel"`, remedy);
  }
  return fields;
}

function fieldsOf(value: Json | undefined, place: string, refuse: Refuse): Fields {
  return isFields(value) ? value : refuse(place, `${show(value ?? null)} is not an object`);
}

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(value: Json | undefined, place: string, refuse: Refuse): readonly Json[] {
  return Array.isArray(value) ? value : refuse(place, `${show(value ?? null)} is not a list`);
}

const isCount = (value: Json): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A value for a message, shortened if it is long. */
function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}
