/*
 * One tile of a matrix product: ROWS rows of C by VECTORS vectors of columns, of which PANEL_VECTORS lie in each panel
 * of B. Included once per tile shape, with both defined as numbers, since accumulators stay in registers only if their
 * count is a constant. With TILE_HALF, B is as in gemm-half.h.
 *
 * C[r, j] = start[r, j] + sum over k of A[r, k] B[k, j], one chain of vf_fma per element, k ascending.
 *   a, lda, ka    A[r, k] at a[r * lda + k * ka]
 *   b             B[k, j] of panel p at b[p * panel_stride + k * PANEL + j], p * panel_step columns on in C
 *   start, lds    where sums start: C itself, a bias (lds 0), or zero (NULL)
 *   c, ldc        C[r, j] at c[r * ldc + j], and start alike
 *   columns       how many of the PANEL columns the last panel has; the `others` have so many
 *   ahead, also   what will be read next: a cache line of it is fetched at each k, and the one `also` floats on
 */
#if defined(TILE_HALF)
#define TILE_NAME_(rows, vectors) gemm_half_##rows##x##vectors
#else
#define TILE_NAME_(rows, vectors) gemm_tile_##rows##x##vectors
#endif
#define TILE_NAME(rows, vectors) TILE_NAME_(rows, vectors)
/* How many lanes of vector v belong to C: all of them, but in the last panel. */
#define TILE_LEFT(v) (((v) < VECTORS - PANEL_VECTORS ? place->others : columns) - (v) % PANEL_VECTORS * LANES)
/* Where vector v stands in a row of C. */
#define TILE_AT(v) ((v) / PANEL_VECTORS * place->panel_step + (v) % PANEL_VECTORS * LANES)

static void TILE_NAME(ROWS, VECTORS)(const gemm_tile_place *place, const float *a, const float *b, const float *start,
                                     float *c, isize columns, const float *ahead) {
  const isize k = place->k, lda = place->lda, ka = place->ka, lds = place->lds, ldc = place->ldc;
  const isize panel_stride = place->panel_stride, also = place->also;
  vf sum[ROWS][VECTORS];
  GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
    GEMM_UNROLL for (int v = 0; v < VECTORS; v++) {
      sum[r][v] = vf_splat(0.0f);
      if (start && TILE_LEFT(v) > 0) sum[r][v] = vf_load_up_to(start + r * lds + TILE_AT(v), TILE_LEFT(v));
    }
  }
  GEMM_ROLLED for (isize j = 0; j < k; j++) {
    vf row[VECTORS];
    GEMM_UNROLL for (int v = 0; v < VECTORS; v++) {
#if defined(TILE_HALF)
      const float *pairs = b + v / PANEL_VECTORS * panel_stride + v % PANEL_VECTORS / 2 * LANES;
      row[v] = v % 2 ? vf_upper(vi_load((const int32_t *)pairs)) : vf_lower(vi_load((const int32_t *)pairs));
#else
      row[v] = vf_load(b + v / PANEL_VECTORS * panel_stride + v % PANEL_VECTORS * LANES);
      /* A vector that is used once, or that has no register left, is an operand in memory. */
      if (ROWS > 1 && !(ROWS * VECTORS >= 28 && v == VECTORS - 1)) VF_KEEP(row[v]);
#endif
    }
    GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
      vf left = vf_splat(a[r * lda]);
      GEMM_UNROLL for (int v = 0; v < VECTORS; v++) sum[r][v] = vf_fma(left, row[v], sum[r][v]);
    }
    GEMM_PREFETCH(ahead);
    GEMM_PREFETCH(ahead + also);
    ahead += 16;
    a += ka;
#if defined(TILE_HALF)
    b += HALF_PANEL;
#else
    b += PANEL;
#endif
  }
  GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
    GEMM_UNROLL for (int v = 0; v < VECTORS; v++) {
      if (TILE_LEFT(v) > 0) vf_store_up_to(c + r * ldc + TILE_AT(v), sum[r][v], TILE_LEFT(v));
    }
  }
}

#undef TILE_LEFT
#undef TILE_AT
#undef TILE_AT
#undef TILE_NAME
#undef TILE_NAME_
#undef ROWS
#undef VECTORS
