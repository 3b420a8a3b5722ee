#include "double-math.h"
#include "kernel.h"

static inline double negative_binomial_at_least(double x, double least) { return x < least ? least : x; }

KERNEL(negativeBinomial) {
  isize j, end;
  team_range(team, N(args->n), 16, &j, &end);
  for (; j < end; j++) {
    const double mean = F(args->mean)[j], dispersion = F(args->dispersion)[j], count = F(args->target)[j];
    const double m = negative_binomial_at_least(d_softplus(mean), 1e-30);
    const double a = negative_binomial_at_least(d_softplus(dispersion), 1e-8), r = 1 / a;
    const double spread = d_log1p(a * m);
    const double combinations = d_log_gamma(r) - d_log_gamma(count + r) + d_log_gamma(count + 1);
    const double by_mean = (m - count) / (m * (1 + a * m));
    const double by_dispersion = -r * r * (d_digamma(r) - d_digamma(count + r) + spread) + by_mean * m * r;
    F(args->losses)[j] = (float)(combinations + (r + count) * spread - count * d_log(a * m));
    F(args->dmean)[j] = (float)(by_mean * d_sigmoid(mean));
    F(args->ddispersion)[j] = (float)(by_dispersion * d_sigmoid(dispersion));
  }
}
