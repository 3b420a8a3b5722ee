#include "gemm-blocks.h"

KERNEL(matmul) {
  const isize m = N(args->m), n = N(args->n), k = N(args->k);
  const isize lda = N(args->lda), ldb = N(args->ldb), ldc = N(args->ldc);
  const bool transpose_a = args->transposeA != 0, transpose_b = args->transposeB != 0;
  const float *a = F(args->a), *b = F(args->b), *bias = args->accumulate ? NULL : F(args->bias);
  float *c = F(args->c);

  const isize grid_rows = gemm_rows_of_grid(m, n, team->count);
  const struct team by_row = {team->index % grid_rows, grid_rows, team->pool};
  const struct team by_column = {team->index / grid_rows, team->count / grid_rows, team->pool};
  isize row_from, row_to, column_from, column_to;
  team_range(&by_row, m, 1, &row_from, &row_to);
  team_range(&by_column, n, PANEL, &column_from, &column_to);

  const isize k_blocks = max_size(1, (k + K_BLOCK - 1) / K_BLOCK), k_most = (k + k_blocks - 1) / k_blocks;
  const size_t size_b = gemm_packed_size(k_most, COLUMN_BLOCK), size_a = transpose_a ? (size_t)(ROW_BLOCK * k_most) : 0;
  const size_t size = (size_b + size_a + 15) / 16 * 16;
  float *packed_b = team_scratch(team, size * (size_t)team->count) + size * (size_t)team->index;
  float *packed_a = packed_b + size_b;

  for (isize column = column_from; column < column_to; column += COLUMN_BLOCK) {
    const isize columns = min_size(COLUMN_BLOCK, column_to - column);
    for (isize block = 0; block < k_blocks; block++) {
      const isize k_from = k * block / k_blocks, depth = k * (block + 1) / k_blocks - k_from;
      gemm_pack(packed_b, PANEL * depth, transpose_b ? b + column * ldb + k_from : b + k_from * ldb + column, ldb,
                transpose_b, depth, 0, columns);
      const bool first = block == 0 && !args->accumulate;
      for (isize row = row_from; row < row_to; row += ROW_BLOCK) {
        const isize rows = min_size(ROW_BLOCK, row_to - row);
        float *corner = c + row * ldc + column;
        const gemm_rows left = transpose_a
                                   ? gemm_pack_rows(packed_a, a + k_from * lda + row, lda, rows, depth)
                                   : (gemm_rows){a + row * lda + k_from, lda, 1};
        gemm_packed(rows, 0, columns, depth, left, packed_b, PANEL * depth, first ? (bias ? bias + column : NULL) : corner,
                    first ? 0 : ldc, corner, ldc);
      }
    }
  }
}
