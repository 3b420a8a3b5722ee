import { kernel } from './kernel.ts';

/**
 * The best path of each sequence in the field of `crf` (Viterbi, 1967): path, int32 [N], and scores[B], its score; 0 for an
 * empty sequence. Of equals the lower tag. back, int32 [N, K], is room: the best tag before each.
 */
export const viterbi = kernel(
  'viterbi',
  ['emissions', 'transitions', 'begin', 'end', 'starts', 'back', 'path', 'scores', 'sequences', 'tags'],
  ({ f, i }, { emissions, transitions, begin, end, starts, back, path, scores, sequences, tags }) => {
    for (let sequence = 0; sequence < sequences; sequence++) {
      const first = i[starts + sequence];
      const last = i[starts + sequence + 1] - 1;
      f[scores + sequence] = 0;
      if (last < first) continue;
      let best = new Float64Array(tags);
      for (let row = first; row <= last; row++) {
        const next = new Float64Array(tags);
        for (let k = 0; k < tags; k++) {
          let from = 0;
          for (let j = 1; j < tags && row > first; j++) {
            if (best[j] + f[transitions + j * tags + k] > best[from] + f[transitions + from * tags + k])
              from = j;
          }
          i[back + row * tags + k] = from;
          const before = row === first ? f[begin + k] : best[from] + f[transitions + from * tags + k];
          next[k] = before + f[emissions + row * tags + k];
        }
        best = next;
      }
      let tag = 0;
      for (let k = 1; k < tags; k++) if (best[k] + f[end + k] > best[tag] + f[end + tag]) tag = k;
      f[scores + sequence] = best[tag] + f[end + tag];
      for (let row = last; row >= first; row--) {
        i[path + row] = tag;
        tag = i[back + row * tags + tag];
      }
    }
  },
  ({ sequences, tags }) => 100 * sequences * tags * tags,
);
