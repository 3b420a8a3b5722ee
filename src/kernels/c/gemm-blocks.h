/* How large products are cut: into blocks for the caches, and into shares for threads. */
#ifndef GEMM_BLOCKS_H
#define GEMM_BLOCKS_H
#include "gemm.h"

/*
 * Blocks of B, K_BLOCK by COLUMN_BLOCK, are packed to stay in the second-level cache; a panel of one stays in the
 * first-level cache while ROW_BLOCK rows of A pass by.
 */
enum { K_BLOCK = 256, COLUMN_BLOCK = LANES == 16 ? 512 : 256, ROW_BLOCK = 16 * MOST_ROWS };

/* The grid of threads, rows by columns, whose shares of C[M,N] have the shortest sides: what is read twice is least. */
static isize gemm_rows_of_grid(isize m, isize n, isize threads) {
  isize best = 1;
  double least = 1e300;
  for (isize rows = 1; rows <= threads; rows++) {
    if (threads % rows) continue;
    double side = (double)max_size(m / rows, MOST_ROWS) + (double)max_size(n / (threads / rows), PANEL);
    if (side < least) {
      least = side;
      best = rows;
    }
  }
  return best;
}
#endif
