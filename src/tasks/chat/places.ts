/** Places of the parts of a model, which key their weights and random masks. */
export const places = { words: 0, output: 1, history: 16, context: 2, decoder: 512, reply: 512 } as const;
