#include "chunks.h"

/* y[columns] = the sum over rows of x[rows, columns], whose rows are `stride` apart, divided. */
static void sum_rows(const float *x, isize rows, isize columns, isize stride, float *y, vf divisor) {
  for (isize j = 0; j < columns; j += LANES) {
    vf total = vf_splat(0);
    for (isize row = 0; row < rows; row++) total += vf_load_up_to(x + row * stride + j, columns - j);
    vf_store_up_to(y + j, total / divisor, columns - j);
  }
}

/* One chunk of one place on the outer axis, for some columns. */
static void sum_chunk(const float *x, isize rows, isize inner, isize from, isize to, float *y, vf divisor) {
  if (inner == 1) y[0] = row_sum(x, rows) / divisor[0];
  else sum_rows(x + from, rows, to - from, inner, y + from, divisor);
}

/*
 * Shares are cut between chunks where there are enough of them, else between columns. More than one chunk: their sums
 * go to scratch first.
 */
KERNEL(sum) {
  const isize outer = N(args->outer), axis = N(args->axis), inner = N(args->inner);
  const isize chunks = max_size(1, chunk_count(axis)), tasks = outer * chunks;
  const float *x = F(args->x);
  float *y = F(args->y);
  const vf one = vf_splat(1), divisor = vf_splat((float)args->divisor);
  float *parts = chunks == 1 ? y : team_scratch(team, (size_t)(tasks * inner));
  const bool by_task = tasks >= team->count || inner == 1;
  isize task, task_end, from, to;
  const struct team alone = {0, 1, team->pool};
  team_range(by_task ? team : &alone, tasks, 1, &task, &task_end);
  team_range(by_task ? &alone : team, inner, 16, &from, &to);
  for (; task < task_end; task++) {
    const isize start = task % chunks * CHUNK;
    sum_chunk(x + (task / chunks * axis + start) * inner, min_size(CHUNK, axis - start), inner, from, to,
              parts + task * inner, chunks == 1 ? divisor : one);
  }
  if (chunks == 1) return;
  team_barrier(team);
  team_range(team, outer, 1, &task, &task_end);
  for (; task < task_end; task++) sum_rows(parts + task * chunks * inner, chunks, inner, inner, y + task * inner, divisor);
}
