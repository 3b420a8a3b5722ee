#include "gemm.h"

/* Vectors that are computed side by side: enough to hide the latency of a multiply-add, and all in registers. */
#if defined(__AVX512F__) || defined(__aarch64__)
enum { PEAK_CHAINS = 16 };
#else
enum { PEAK_CHAINS = 12 };
#endif

KERNEL(peak) {
  const isize n = N(args->n), rounds = N(args->rounds), block = PEAK_CHAINS * LANES;
  const vf factor = vf_splat((float)args->factor), term = vf_splat((float)args->term);
  float *y = F(args->y);
  isize from, to;
  team_range(team, n, block, &from, &to);
  for (isize start = from; start < to; start += block) {
    vf x[PEAK_CHAINS];
    GEMM_UNROLL for (int j = 0; j < PEAK_CHAINS; j++)
      x[j] = vf_load_up_to(y + start + j * LANES, max_size(0, to - start - j * LANES));
    GEMM_ROLLED for (isize round = 0; round < rounds; round++) {
      GEMM_UNROLL for (int j = 0; j < PEAK_CHAINS; j++) x[j] = vf_fma(x[j], factor, term);
    }
    GEMM_UNROLL for (int j = 0; j < PEAK_CHAINS; j++)
      vf_store_up_to(y + start + j * LANES, x[j], max_size(0, to - start - j * LANES));
  }
}
