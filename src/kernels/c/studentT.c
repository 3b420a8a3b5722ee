#include "double-math.h"
#include "kernel.h"

KERNEL(studentT) {
  isize j, end;
  team_range(team, N(args->n), 16, &j, &end);
  for (; j < end; j++) {
    const double freedom = F(args->freedom)[j], scale = F(args->scale)[j];
    const double df = 2 + d_softplus(freedom), sigma = d_softplus(scale) + 1e-6;
    const double z = ((double)F(args->target)[j] - (double)F(args->location)[j]) / sigma;
    const double tail = d_log1p(z * z / df), pull = (df + 1) * z / (df + z * z);
    const double halves = d_log_gamma(df / 2) - d_log_gamma((df + 1) / 2);
    const double by_freedom = d_digamma(df / 2) - d_digamma((df + 1) / 2) + 1 / df + tail - pull * z / df;
    F(args->losses)[j] = (float)(halves + 0.5 * d_log(df * 3.14159265358979323846) + d_log(sigma) + 0.5 * (df + 1) * tail);
    F(args->dfreedom)[j] = (float)(0.5 * by_freedom * d_sigmoid(freedom));
    F(args->dlocation)[j] = (float)(-pull / sigma);
    F(args->dscale)[j] = (float)((1 - pull * z) / sigma * d_sigmoid(scale));
  }
}
