/*
 * One tile of a matrix product: ROWS rows of C by PANELS panels of columns. Included once per tile shape, with both
 * defined as numbers, since accumulators stay in registers only if their count is a constant.
 *
 * C[r, j] = start[r, j] + sum over k of A[r, k] B[k, j], one chain of vf_fma per element, k ascending.
 *   a, lda       A[r, k] at a[r * lda + k]
 *   b, ldb       B[k, j] of panel p at b[p * panel_stride + k * ldb + j]
 *   start, lds   where sums start: C itself, a bias (lds 0), or zero (NULL)
 *   columns      how many of the PANELS * PANEL columns C has
 */
#define TILE_NAME_(rows, panels) gemm_tile_##rows##x##panels
#define TILE_NAME(rows, panels) TILE_NAME_(rows, panels)

static void TILE_NAME(ROWS, PANELS)(isize k, const float *a, isize lda, const float *b, isize ldb, isize panel_stride,
                                    const float *start, isize lds, float *c, isize ldc, isize columns) {
  vf sum[ROWS][PANELS * PANEL / LANES];
  GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
    GEMM_UNROLL for (int v = 0; v < PANELS * PANEL / LANES; v++) {
      sum[r][v] = vf_splat(0.0f);
      if (start && columns > v * LANES) sum[r][v] = vf_load_up_to(start + r * lds + v * LANES, columns - v * LANES);
    }
  }
  GEMM_ROLLED for (isize j = 0; j < k; j++) {
    vf row[PANELS * PANEL / LANES];
    GEMM_UNROLL for (int v = 0; v < PANELS * PANEL / LANES; v++) {
      row[v] = vf_load(b + (v / (PANEL / LANES)) * panel_stride + v % (PANEL / LANES) * LANES);
      VF_KEEP(row[v]);
    }
    GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
      vf left = vf_splat(a[r * lda]);
      GEMM_UNROLL for (int v = 0; v < PANELS * PANEL / LANES; v++) sum[r][v] = vf_fma(left, row[v], sum[r][v]);
    }
    a++;
    b += ldb;
  }
  GEMM_UNROLL for (int r = 0; r < ROWS; r++) {
    GEMM_UNROLL for (int v = 0; v < PANELS * PANEL / LANES; v++) {
      if (columns > v * LANES) vf_store_up_to(c + r * ldc + v * LANES, sum[r][v], columns - v * LANES);
    }
  }
}

#undef TILE_NAME
#undef TILE_NAME_
#undef ROWS
#undef PANELS
