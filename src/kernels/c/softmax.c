#include "softmax.h"

KERNEL(softmax) {
  const isize n = N(args->columns);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->x) + row * n;
    float *y = F(args->y) + row * n;
    const float top = softmax_top(x, n);
    const float sum = softmax_sum(x, top, args->log != 0 ? NULL : y, n);
    if (args->log != 0) {
      const vf shift = vf_splat(softmax_normaliser(top, sum));
      for (isize j = 0; j < n; j += LANES) vf_store_up_to(y + j, vf_load_up_to(x + j, n - j) - shift, n - j);
    } else {
      for (isize j = 0; j < n; j += LANES) vf_store_up_to(y + j, vf_load_up_to(y + j, n - j) / vf_splat(sum), n - j);
    }
  }
}

KERNEL(softmaxBackward) {
  const isize n = N(args->columns);
  const bool log = args->log != 0;
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *y = F(args->y) + row * n, *dy = F(args->dy) + row * n;
    float *dx = F(args->dx) + row * n;
    vf total = vf_splat(0);
    for (isize j = 0; j < n; j += LANES) {
      const vf upstream = vf_load_up_to(dy + j, n - j);
      total = log ? total + upstream : vf_fma(upstream, vf_load_up_to(y + j, n - j), total);
    }
    const vf sum = vf_splat(vf_sum(total));
    for (isize j = 0; j < n; j += LANES) {
      const vf value = vf_load_up_to(y + j, n - j), upstream = vf_load_up_to(dy + j, n - j);
      vf_store_up_to(dx + j, log ? upstream - vf_exp(value) * sum : value * (upstream - sum), n - j);
    }
  }
}
