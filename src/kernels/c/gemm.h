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

/*
 * The tallest tile, with what it reads, fills the registers. Wide panels leave more instructions for multiply-adds
 * where there are registers for it.
 */
#if defined(__AVX512F__)
enum { PANEL_VECTORS = 4, MOST_ROWS = 7 };
#elif defined(__AVX2__)
enum { PANEL_VECTORS = 2, MOST_ROWS = 6 };
#elif defined(__aarch64__)
enum { PANEL_VECTORS = 2, MOST_ROWS = 8 };
#else
enum { PANEL_VECTORS = 2, MOST_ROWS = 4 };
#endif
enum { PANEL = PANEL_VECTORS * LANES, PANEL_LINES = PANEL < 16 ? 1 : PANEL / 16 }; /* 64 bytes make a cache line */

#if defined(__clang__)
#define GEMM_UNROLL _Pragma("clang loop unroll(full)")
#define GEMM_ROLLED _Pragma("clang loop unroll(disable) vectorize(disable)")
#else
#define GEMM_UNROLL _Pragma("GCC unroll 16")
#define GEMM_ROLLED _Pragma("GCC unroll 1")
#endif

/* What the tiles of one product have in common: see gemm-tile.h. */
typedef struct gemm_tile_place {
  isize k, lda, ka, panel_stride, lds, ldc, panel_step, others, also;
} gemm_tile_place;

typedef void gemm_tile(const gemm_tile_place *place, const float *a, const float *b, const float *start, float *c,
                       isize columns, const float *ahead);

/* Into the second-level cache; WebAssembly has no such instruction. */
#if defined(__wasm__)
#define GEMM_PREFETCH(address) ((void)(address))
#else
#define GEMM_PREFETCH(address) __builtin_prefetch(address, 0, 2)
#endif

/* Every row count on a panel and on parts of one; few rows also on several panels, so that enough chains run side by side. */
#include "gemm-few-rows.h"
#if defined(__wasm__)
#define ROWS 1
#define VECTORS 6
#include "gemm-tile.h"
#else
#define ROWS 5
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 5
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 6
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 6
#define VECTORS 2
#include "gemm-tile.h"
#endif
#if defined(__AVX512F__)
#define ROWS 5
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 5
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 6
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 6
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 7
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 7
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 7
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 7
#define VECTORS 4
#include "gemm-tile.h"
#elif !defined(__wasm__)
#define ROWS 3
#define VECTORS 4
#include "gemm-tile.h"
#endif
#if defined(__aarch64__)
#define ROWS 7
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 7
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 8
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 8
#define VECTORS 2
#include "gemm-tile.h"
#endif

typedef struct gemm_shape {
  isize panels;                   /* how many panels `wide` takes */
  gemm_tile *wide;                /* on several panels; NULL where one is enough */
  gemm_tile *on[PANEL_VECTORS]; /* on so many vectors of a panel, less one */
} gemm_shape;

/* The tiles for a number of rows. */
static const gemm_shape gemm_shapes[MOST_ROWS + 1] = {
    {0, NULL, {NULL}},
#if defined(__AVX512F__)
#define GEMM_ON(rows) {gemm_tile_##rows##x1, gemm_tile_##rows##x2, gemm_tile_##rows##x3, gemm_tile_##rows##x4}
    {2, gemm_tile_1x8, GEMM_ON(1)},
    {2, gemm_tile_2x8, GEMM_ON(2)},
    {1, NULL, GEMM_ON(3)},
    {1, NULL, GEMM_ON(4)},
    {1, NULL, GEMM_ON(5)},
    {1, NULL, GEMM_ON(6)},
    {1, NULL, GEMM_ON(7)},
#else
#define GEMM_ON(rows) {gemm_tile_##rows##x1, gemm_tile_##rows##x2}
#if defined(__wasm__)
    {3, gemm_tile_1x6, GEMM_ON(1)},
    {2, gemm_tile_2x4, GEMM_ON(2)},
    {1, NULL, GEMM_ON(3)},
    {1, NULL, GEMM_ON(4)},
#else
    {4, gemm_tile_1x8, GEMM_ON(1)},
    {2, gemm_tile_2x4, GEMM_ON(2)},
    {2, gemm_tile_3x4, GEMM_ON(3)},
    {1, NULL, GEMM_ON(4)},
    {1, NULL, GEMM_ON(5)},
    {1, NULL, GEMM_ON(6)},
#if !defined(__AVX2__)
    {1, NULL, GEMM_ON(7)},
    {1, NULL, GEMM_ON(8)},
#endif
#endif
#endif
};

#include "gemm-half.h"

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
 * Packs columns [from, to) of B[K,N] (from a multiple of PANEL; to too, or N) to their places in `packed`, whose panels
 * are `panel_stride` floats apart: threads may pack shares side by side. `transposed`: B is stored [N,K] with row
 * stride ldb, as PyTorch stores weights.
 */
static void gemm_pack(float *packed, isize panel_stride, const float *b, isize ldb, bool transposed, isize k,
                      isize from, isize to) {
  for (isize column = from; column < to; column += PANEL) {
    isize columns = min_size(PANEL, to - column);
    float *panel = packed + column / PANEL * panel_stride;
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

/* A[M,K]: A[r, k] at a[r * lda + k * ka]. */
typedef struct gemm_rows {
  const float *a;
  isize lda, ka;
} gemm_rows;

static inline isize gemm_tiles(isize m) { return (m + MOST_ROWS - 1) / MOST_ROWS; }

/* Copies A[M,K], stored transposed (A[r, k] at a[k * lda + r]), close together. */
static gemm_rows gemm_pack_rows(float *packed, const float *a, isize lda, isize m, isize k) {
  const isize width = (m + LANES - 1) / LANES * LANES;
  for (isize j = 0; j < k; j++)
    for (isize i = 0; i < m; i += LANES) vf_store(packed + j * width + i, vf_load_up_to(a + j * lda + i, m - i));
  return (gemm_rows){packed, 1, width};
}

/* Fetches where the sums of the next tile start: its first multiply-adds wait for them. */
static inline void gemm_fetch(const float *start, isize lds, isize rows, isize columns) {
  for (isize r = 0; r < rows; r++)
    for (isize j = 0; j < columns; j += 16) GEMM_PREFETCH(start + r * lds + j);
}

/*
 * C[M, from..to) = start + A[M,K] B[K, from..to) for B in panels as gemm_pack lays them out, `panel_stride` floats
 * apart (`from` a multiple of LANES). `start`, `lds`: the values that sums start at, addressed like C: pass c and ldc
 * to accumulate into C, a bias[N] and 0 to start at a bias, NULL and 0 to start at zero. A panel meets all rows before
 * the next one does, so that it stays in the first-level cache; meanwhile what lies behind it in memory is fetched.
 */
static void gemm_panels(const gemm_shape *shapes, isize width, isize m, isize from, isize to, isize k, gemm_rows rows,
                        const float *packed, isize panel_stride, const float *start, isize lds, float *c, isize ldc) {
  const isize tiles = gemm_tiles(m);
  const gemm_tile_place place = {k, rows.lda, rows.ka, panel_stride, lds, ldc, PANEL, PANEL,
                                 tiles < PANEL_LINES && k <= 1024 ? tiles * 16 * k : 0};
  for (isize column = from, columns; column < to; column += columns) {
    const isize into = column % PANEL;
    const float *panel = packed + column / PANEL * panel_stride, *part = panel + into * width / PANEL;
    columns = min_size(PANEL - into, to - column);
    for (isize t = 0, r = 0; t < tiles; t++) {
      const isize end = m * (t + 1) / tiles;
      const gemm_shape *shape = &shapes[end - r];
      if (lds && t + 1 < tiles) gemm_fetch(start + end * lds + column, lds, m * (t + 2) / tiles - end, columns);
      gemm_tile *tile = shape->on[(columns - 1) / LANES];
      isize last = columns;
      if (shape->wide && tiles == 1 && into == 0 && to - column > (shape->panels - 1) * PANEL) {
        tile = shape->wide;
        columns = min_size(shape->panels * PANEL, to - column);
        last = columns - (shape->panels - 1) * PANEL;
      }
      tile(&place, rows.a + r * rows.lda, part, start ? start + r * lds + column : NULL, c + r * ldc + column, last,
           panel + width * k + t % PANEL_LINES * 16 * k);
      r = end;
    }
  }
}

static void gemm_packed(isize m, isize from, isize to, isize k, gemm_rows rows, const float *packed,
                        isize panel_stride, const float *start, isize lds, float *c, isize ldc) {
  gemm_panels(gemm_shapes, PANEL, m, from, to, k, rows, packed, panel_stride, start, lds, c, ldc);
}

/* The same for B as gemm_pack_half lays it out, m <= HALF_ROWS, and `from` a multiple of 2 * LANES. */
static void gemm_packed_half(isize m, isize from, isize to, isize k, gemm_rows rows, const float *packed,
                             isize panel_stride, const float *start, isize lds, float *c, isize ldc) {
  gemm_panels(gemm_half_shapes, HALF_PANEL, m, from, to, k, rows, packed, panel_stride, start, lds, c, ldc);
}
#endif
