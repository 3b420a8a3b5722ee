import type { Json } from '../../../support/json.ts';

const byteLevel = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true };

/** A tokenizer.json without its symbols, merges and added tokens, whose places it keeps. */
export interface TokenizerFrame {
  readonly [name: string]: Json;
  readonly model: { readonly [name: string]: Json };
}

/** The tokenizer.json of a new tokenizer without symbols, as Hugging Face's `ByteLevelBPETokenizer` writes it. */
export const newFrame: TokenizerFrame = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { ...byteLevel, add_prefix_space: false },
  post_processor: { ...byteLevel, trim_offsets: false },
  decoder: byteLevel,
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab: {},
    merges: [],
  },
};
