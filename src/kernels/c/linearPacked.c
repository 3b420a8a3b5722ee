#include "gemm.h"

/* Threads share the columns: each packs what it reads. */
KERNEL(linearPacked) {
  const isize n = N(args->n), k = N(args->k);
  float *packed = F(args->packed);
  isize from, to;
  team_range(team, n, PANEL, &from, &to);
  if (!args->isPacked) gemm_pack(packed, PANEL * k, F(args->weight), k, true, k, from, to);
  gemm_packed(N(args->m), from, to, k, (gemm_rows){F(args->a), k, 1}, packed, PANEL * k, F(args->bias), 0, F(args->c), n);
}
