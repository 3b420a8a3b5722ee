/*
 * Products of few rows with a weight that is kept as bfloat16, the upper half of a float: where reading the weight takes
 * the time, half of it is read. For weights of which that is the whole value, so that the bits are those of gemm_packed.
 *
 * A panel row has PANEL / 2 pairs for its PANEL columns: those of vectors 2v and 2v + 1 are the lower and the upper halves
 * of vector v of pairs. Included by gemm.h.
 */
enum { HALF_ROWS = 4, HALF_PANEL = PANEL / 2 };

#define TILE_HALF
#include "gemm-few-rows.h"
#if defined(__wasm__)
#define ROWS 1
#define VECTORS 4
#include "gemm-tile.h"
#endif
#undef TILE_HALF

/* The tiles for a number of rows. */
static const gemm_shape gemm_half_shapes[HALF_ROWS + 1] = {
    {0, NULL, {NULL}},
#if defined(__AVX512F__)
#define GEMM_HALF_ON(rows) {gemm_half_##rows##x1, gemm_half_##rows##x2, gemm_half_##rows##x3, gemm_half_##rows##x4}
    {2, gemm_half_1x8, GEMM_HALF_ON(1)},
    {2, gemm_half_2x8, GEMM_HALF_ON(2)},
#else
#define GEMM_HALF_ON(rows) {gemm_half_##rows##x1, gemm_half_##rows##x2}
#if defined(__wasm__)
    {2, gemm_half_1x4, GEMM_HALF_ON(1)},
#else
    {4, gemm_half_1x8, GEMM_HALF_ON(1)},
#endif
    {2, gemm_half_2x4, GEMM_HALF_ON(2)},
#endif
    {1, NULL, GEMM_HALF_ON(3)},
    {1, NULL, GEMM_HALF_ON(4)},
};

/* Packs columns [from, to) of B[K,N], stored [N,K], as gemm_pack does, but as pairs; a panel has HALF_PANEL * k floats. */
static void gemm_pack_half(float *packed, isize panel_stride, const float *b, isize ldb, isize k, isize from, isize to) {
  for (isize column = from; column < to; column += PANEL) {
    const isize columns = min_size(PANEL, to - column);
    uint16_t *halves = (uint16_t *)(packed + column / PANEL * panel_stride);
    if (columns < PANEL) __builtin_memset(halves, 0, (size_t)(k * PANEL) * sizeof *halves);
    for (isize i = 0; i < columns; i++) {
      const uint16_t *row = (const uint16_t *)(b + (column + i) * ldb);
      uint16_t *to_column = halves + i / (2 * LANES) * 2 * LANES + i % LANES * 2 + i / LANES % 2;
      for (isize j = 0; j < k; j++) to_column[j * PANEL] = row[2 * j + 1];
    }
  }
}
