#include "gemm-blocks.h"

/* One of the matrices that the gradient is multiplied by, and the product: from[k,n], zero but for the rows first..last, gives to[m,n]. */
typedef struct weight_side {
  const float *from;
  float *to;
  isize n, panels, first, last;
} weight_side;

static weight_side weight_side_of(const float *from, float *to, isize n, isize first, isize last) {
  return (weight_side){from, to, from ? n : 0, from ? (n + PANEL - 1) / PANEL : 0, first, last};
}

/* Adds the sum over k of packed rows [k][width] to sums[rows]; `first`: begins them. */
static void weight_bias_sums(const gemm_rows *packed, isize rows, isize depth, bool first, float *sums) {
  for (isize j = 0; j < rows; j += LANES) {
    const isize left = rows - j;
    vf total = vf_splat(0.0f);
    for (isize i = 0; i < depth; i++) total = total + vf_load_up_to(packed->a + i * packed->ka + j, left);
    if (!first) total = total + vf_load_up_to(sums + j, left);
    vf_store_up_to(sums + j, total, left);
  }
}

/*
 * The columns of both sides lie one after the other as panels of one matrix B. Each block of the gradient is packed
 * once for all of them; the bias is summed from it.
 */
KERNEL(weightGradients) {
  const isize m = N(args->m), k = N(args->k), lda = N(args->lda);
  const float *gradient = F(args->gradient);
  float *dbias = F(args->dbias);
  const weight_side sides[2] = {weight_side_of(F(args->x), F(args->dx), N(args->n), 0, k),
                                weight_side_of(F(args->h), F(args->dh), N(args->r), N(args->hFrom), N(args->hTo))};
  const isize panels = max_size(1, sides[0].panels + sides[1].panels), most = COLUMN_BLOCK / PANEL;

  const isize grid_rows = gemm_rows_of_grid(m, panels * PANEL, team->count);
  const struct team by_row = {team->index % grid_rows, grid_rows, team->pool};
  const struct team by_column = {team->index / grid_rows, team->count / grid_rows, team->pool};
  isize row_from, row_to, panel_from, panel_to;
  team_range(&by_row, m, 1, &row_from, &row_to);
  team_range(&by_column, panels, 1, &panel_from, &panel_to);

  const isize k_blocks = max_size(1, (k + K_BLOCK - 1) / K_BLOCK), k_most = (k + k_blocks - 1) / k_blocks;
  const size_t size_b = (size_t)(most * PANEL * k_most);
  const size_t size = (size_b + (size_t)(ROW_BLOCK * k_most) + 15) / 16 * 16;
  float *packed_b = team_scratch(team, size * (size_t)team->count) + size * (size_t)team->index;
  float *packed_a = packed_b + size_b;

  for (isize panel = panel_from, end; panel < panel_to; panel = end) {
    end = min_size(panel + most, panel_to);
    for (isize block = 0; block < k_blocks; block++) {
      const isize k_from = k * block / k_blocks, depth = k * (block + 1) / k_blocks - k_from;
      /* The panels of each side in this block: its columns from..to. */
      isize from[2], to[2], begin[2], count[2], before = 0; /* and the rows begin..begin + count of this block */
      float *panels_of[2];
      for (int q = 0; q < 2; q++) {
        const weight_side *side = &sides[q];
        const isize first = max_size(panel - before, 0), last = min_size(end - before, side->panels);
        from[q] = first * PANEL;
        to[q] = min_size(last * PANEL, side->n);
        panels_of[q] = packed_b + (before - panel + first) * PANEL * depth;
        before += side->panels;
        begin[q] = max_size(k_from, side->first);
        count[q] = max_size(min_size(k_from + depth, side->last) - begin[q], 0);
        if (from[q] < to[q])
          gemm_pack(panels_of[q], PANEL * depth, side->from + begin[q] * side->n + from[q], side->n, false, count[q], 0,
                    to[q] - from[q]);
      }
      for (isize row = row_from; row < row_to; row += ROW_BLOCK) {
        const isize rows = min_size(ROW_BLOCK, row_to - row);
        const gemm_rows left = gemm_pack_rows(packed_a, gradient + k_from * lda + row, lda, rows, depth);
        if (dbias && panel == 0) weight_bias_sums(&left, rows, depth, block == 0, dbias + row);
        for (int q = 0; q < 2; q++) {
          if (from[q] >= to[q]) continue;
          const weight_side *side = &sides[q];
          const isize n = side->n;
          float *corner = side->to + row * n + from[q];
          /* What has no rows at all is zero: a product without any. */
          if (count[q] == 0 && (block > 0 || side->first < side->last)) continue;
          const bool begins = count[q] == 0 || begin[q] == side->first;
          const gemm_rows these = {left.a + (begin[q] - k_from) * left.ka, left.lda, left.ka};
          gemm_packed(rows, 0, to[q] - from[q], count[q], these, panels_of[q], PANEL * depth, begins ? NULL : corner,
                      begins ? 0 : n, corner, n);
        }
      }
    }
  }
}
