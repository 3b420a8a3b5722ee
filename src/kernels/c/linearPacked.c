#include "gemm-blocks.h"

/* Floats of A that stay in the second-level cache while all panels of the weight pass by. */
enum { PACKED_ROWS_SIZE = 1 << 17 };

KERNEL(linearPacked) {
  const isize m = N(args->m), n = N(args->n), k = N(args->k);
  const float *a = F(args->a);
  float *packed = F(args->packed), *c = F(args->c);
  isize from, to;
  if (!args->isPacked) {
    team_range(team, n, PANEL, &from, &to);
    const bool across = args->across != 0;
    if (args->isHalf == 1) gemm_pack_half(packed, HALF_PANEL * k, F(args->weight), k, k, from, to);
    else gemm_pack(packed, PANEL * k, F(args->weight), across ? n : k, !across, k, from, to);
    team_barrier(team);
  }
  isize row_from, row_to;
  const isize grid_rows = gemm_rows_of_grid(m, n, team->count);
  const struct team by_row = {team->index % grid_rows, grid_rows, team->pool};
  const struct team by_column = {team->index / grid_rows, team->count / grid_rows, team->pool};
  team_range(&by_row, m, 1, &row_from, &row_to);
  team_range(&by_column, n, PANEL, &from, &to);
  if (args->isHalf == 1) {
    gemm_packed_half(row_to - row_from, from, to, k, (gemm_rows){a + row_from * k, k, 1}, packed, HALF_PANEL * k,
                     F(args->bias), 0, c + row_from * n, n);
    return;
  }
  const isize most = max_size(ROW_BLOCK, PACKED_ROWS_SIZE / max_size(1, k));
  for (isize row = row_from; row < row_to; row += most)
    gemm_packed(min_size(most, row_to - row), from, to, k, (gemm_rows){a + row * k, k, 1}, packed, PANEL * k,
                F(args->bias), 0, c + row * n, n);
}
