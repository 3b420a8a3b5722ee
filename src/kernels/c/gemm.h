/*
 * Matrix products on packed operands, for matmul and for the sweeps of recurrent layers.
 *
 * B[K,N] is packed as panels of PANEL columns: panel p holds columns [p * PANEL, (p + 1) * PANEL) as [K][PANEL], zero
 * beyond N. Whatever the tile, an element of C is one chain of vf_fma over k ascending that begins at its start
 * value, so results do not depend on how rows and columns are cut.
 */
#ifndef GEMM_H
#define GEMM_H
#include "kernel.h"

#if defined(__AVX512F__)
enum { PANEL = 32, MOST_ROWS = 8 };
#elif defined(__AVX2__)
enum { PANEL = 16, MOST_ROWS = 6 };
#elif defined(__aarch64__)
enum { PANEL = 8, MOST_ROWS = 8 };
#else
enum { PANEL = 8, MOST_ROWS = 4 };
#endif

#if defined(__clang__)
#define GEMM_UNROLL _Pragma("clang loop unroll(full)")
#define GEMM_ROLLED _Pragma("clang loop unroll(disable) vectorize(disable)")
#else
#define GEMM_UNROLL _Pragma("GCC unroll 16")
#define GEMM_ROLLED _Pragma("GCC unroll 1")
#endif

typedef void gemm_tile(isize k, const float *a, isize lda, const float *b, isize ldb, isize panel_stride,
                       const float *start, isize lds, float *c, isize ldc, isize columns);

/* Every row count alone on one panel, and few rows on several panels, so that enough chains run side by side. */
#define ROWS 1
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 2
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 3
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 4
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 2
#define PANELS 2
#include "gemm-tile.h"
#if defined(__wasm__)
#define ROWS 1
#define PANELS 3
#include "gemm-tile.h"
#else
#define ROWS 1
#define PANELS 4
#include "gemm-tile.h"
#define ROWS 3
#define PANELS 2
#include "gemm-tile.h"
#define ROWS 5
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 6
#define PANELS 1
#include "gemm-tile.h"
#endif
#if !defined(__wasm__) && (defined(__AVX512F__) || !defined(__AVX2__))
#define ROWS 7
#define PANELS 1
#include "gemm-tile.h"
#define ROWS 8
#define PANELS 1
#include "gemm-tile.h"
#endif

typedef struct gemm_shape {
  isize panels;          /* how many panels `wide` takes */
  gemm_tile *wide, *one; /* on several panels, on one */
} gemm_shape;

/* The tiles for a number of rows. */
static const gemm_shape gemm_shapes[MOST_ROWS + 1] = {
    {0, 0, 0},
#if defined(__wasm__)
    {3, gemm_tile_1x3, gemm_tile_1x1},
    {2, gemm_tile_2x2, gemm_tile_2x1},
    {1, gemm_tile_3x1, gemm_tile_3x1},
    {1, gemm_tile_4x1, gemm_tile_4x1},
#else
    {4, gemm_tile_1x4, gemm_tile_1x1},
    {2, gemm_tile_2x2, gemm_tile_2x1},
    {2, gemm_tile_3x2, gemm_tile_3x1},
    {1, gemm_tile_4x1, gemm_tile_4x1},
    {1, gemm_tile_5x1, gemm_tile_5x1},
    {1, gemm_tile_6x1, gemm_tile_6x1},
#if defined(__AVX512F__) || !defined(__AVX2__)
    {1, gemm_tile_7x1, gemm_tile_7x1},
    {1, gemm_tile_8x1, gemm_tile_8x1},
#endif
#endif
};

/* Floats that B[K,N] takes when packed. */
static inline size_t gemm_packed_size(isize k, isize n) { return (size_t)((n + PANEL - 1) / PANEL * PANEL * k); }

/* Sixteen floats, four rows of four, transposed: p[i][j] = b[j * ldb + i]. */
typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));
ALWAYS_INLINE void gemm_transpose4(const float *b, isize ldb, float *p, isize ldp) {
  quad r0 = *(const quad *)b, r1 = *(const quad *)(b + ldb), r2 = *(const quad *)(b + 2 * ldb),
       r3 = *(const quad *)(b + 3 * ldb);
  quad s0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), s1 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
  quad s2 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5), s3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  *(quad *)p = __builtin_shufflevector(s0, s2, 0, 1, 4, 5);
  *(quad *)(p + ldp) = __builtin_shufflevector(s0, s2, 2, 3, 6, 7);
  *(quad *)(p + 2 * ldp) = __builtin_shufflevector(s1, s3, 0, 1, 4, 5);
  *(quad *)(p + 3 * ldp) = __builtin_shufflevector(s1, s3, 2, 3, 6, 7);
}

/* to[j][i] = from[i][j] for i < rows, j < columns. */
static void gemm_transpose(const float *from, isize ldf, isize rows, isize columns, float *to, isize ldt) {
  for (isize i = 0; i < rows; i += 4) {
    isize j = 0;
    if (i + 4 <= rows)
      for (; j + 4 <= columns; j += 4) gemm_transpose4(from + i * ldf + j, ldf, to + j * ldt + i, ldt);
    for (; j < columns; j++)
      for (isize r = i; r < rows && r < i + 4; r++) to[j * ldt + r] = from[r * ldf + j];
  }
}

/*
 * Packs columns [from, to) of B[K,N] (from a multiple of PANEL; to too, or N) to their place in `packed`, which holds
 * all of B: threads may pack shares side by side. `transposed`: B is stored [N,K] with row stride ldb, as PyTorch
 * stores weights.
 */
static void gemm_pack(float *packed, const float *b, isize ldb, bool transposed, isize k, isize from, isize to) {
  for (isize column = from; column < to; column += PANEL) {
    isize columns = min_size(PANEL, to - column);
    float *panel = packed + column * k;
    if (columns < PANEL) __builtin_memset(panel, 0, (size_t)(k * PANEL) * sizeof(float));
    if (transposed) {
      gemm_transpose(b + column * ldb, ldb, columns, k, panel, PANEL);
    } else {
      for (isize j = 0; j < k; j++) {
        const float *row = b + j * ldb + column;
        if (columns == PANEL)
          for (int v = 0; v < PANEL; v += LANES) vf_store(panel + j * PANEL + v, vf_load(row + v));
        else
          for (isize i = 0; i < columns; i++) panel[j * PANEL + i] = row[i];
      }
    }
  }
}

/*
 * C[M, from..to) = start + A[M,K] B[K, from..to) for B as gemm_pack laid it out (from a multiple of PANEL).
 * `start`, `lds`: the values that sums start at, addressed like C: pass c and ldc to accumulate into C, a bias[N] and
 * 0 to start at a bias, NULL and 0 to start at zero.
 */
static void gemm_packed(isize m, isize from, isize to, isize k, const float *a, isize lda, const float *packed,
                        const float *start, isize lds, float *c, isize ldc) {
  isize tiles = (m + MOST_ROWS - 1) / MOST_ROWS;
  for (isize t = 0, r = 0; t < tiles; t++) {
    isize rows = m * (t + 1) / tiles - r;
    const gemm_shape *shape = &gemm_shapes[rows];
    isize column = from;
    while (column < to) {
      isize panels = to - column > (shape->panels - 1) * PANEL ? shape->panels : 1;
      (panels == 1 ? shape->one : shape->wide)(k, a + r * lda, lda, packed + column * k, PANEL, k * PANEL,
                                               start ? start + r * lds + column : NULL, lds, c + r * ldc + column, ldc,
                                               to - column);
      column += panels * PANEL;
    }
    r += rows;
  }
}
#endif
