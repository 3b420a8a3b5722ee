#include "double-math.h"
#include "kernel.h"
#include "vector-math.h"

/* The order of unaryKinds in unary.ts. */
enum unary_kind {
  UNARY_TANH,
  UNARY_SIGMOID,
  UNARY_RELU,
  UNARY_EXP,
  UNARY_LOG,
  UNARY_SQRT,
  UNARY_SQUARE,
  UNARY_ABS,
  UNARY_SOFTPLUS,
  UNARY_RECIPROCAL,
  UNARY_LOG_GAMMA,
  UNARY_DIGAMMA,
  UNARY_SIN,
  UNARY_COS,
  UNARY_CLAMP,
  UNARY_AFFINE,
};

/* A function of doubles, lane by lane. */
ALWAYS_INLINE vf unary_lanes(double (*function)(double), vf x) {
  for (int lane = 0; lane < LANES; lane++) x[lane] = (float)function((double)x[lane]);
  return x;
}

#define UNARY_EACH(value)                            \
  for (isize j = from; j < to; j += LANES) {         \
    const vf v = vf_load_up_to(x + j, to - j);       \
    vf_store_up_to(y + j, (value), to - j);          \
  }                                                  \
  break

KERNEL(unary) {
  const float *x = F(args->x);
  float *y = F(args->y);
  const vf a = vf_splat((float)args->a), b = vf_splat((float)args->b);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  switch ((enum unary_kind)args->kind) {
    case UNARY_TANH: UNARY_EACH(vf_tanh(v));
    case UNARY_SIGMOID: UNARY_EACH(vf_sigmoid(v));
    case UNARY_RELU: UNARY_EACH(vf_select(v < vf_splat(0), vf_splat(0), v));
    case UNARY_EXP: UNARY_EACH(vf_exp(v));
    case UNARY_LOG: UNARY_EACH(vf_log(v));
    case UNARY_SQRT: UNARY_EACH(vf_sqrt(v));
    case UNARY_SQUARE: UNARY_EACH(v * v);
    case UNARY_ABS: UNARY_EACH(vf_abs(v));
    case UNARY_SOFTPLUS: UNARY_EACH(vf_softplus(v));
    case UNARY_RECIPROCAL: UNARY_EACH(vf_splat(1) / v);
    case UNARY_LOG_GAMMA: UNARY_EACH(unary_lanes(d_log_gamma, v));
    case UNARY_DIGAMMA: UNARY_EACH(unary_lanes(d_digamma, v));
    case UNARY_SIN: UNARY_EACH(unary_lanes(d_sin, v));
    case UNARY_COS: UNARY_EACH(unary_lanes(d_cos, v));
    case UNARY_CLAMP: UNARY_EACH(vf_select(v < a, a, vf_select(v > b, b, v)));
    case UNARY_AFFINE: UNARY_EACH(vf_fma(a, v, b));
  }
}

#define UNARY_BACK(derivative)                                                   \
  for (isize j = from; j < to; j += LANES) {                                     \
    const isize n = to - j;                                                      \
    const vf v = vf_load_up_to(x + j, n), w = vf_load_up_to(y + j, n);           \
    (void)v, (void)w;                                                            \
    vf_store_up_to(dx + j, vf_load_up_to(dy + j, n) * (derivative), n);          \
  }                                                                              \
  break

/* v is the argument, w the value. */
KERNEL(unaryBackward) {
  const float *x = F(args->x), *y = F(args->y), *dy = F(args->dy);
  float *dx = F(args->dx);
  const vf a = vf_splat((float)args->a), b = vf_splat((float)args->b), zero = vf_splat(0), one = vf_splat(1);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  switch ((enum unary_kind)args->kind) {
    case UNARY_TANH: UNARY_BACK(one - w * w);
    case UNARY_SIGMOID: UNARY_BACK(w * (one - w));
    case UNARY_RELU: UNARY_BACK(vf_select(v > zero, one, zero));
    case UNARY_EXP: UNARY_BACK(w);
    case UNARY_LOG: UNARY_BACK(one / v);
    case UNARY_SQRT: UNARY_BACK(vf_splat(0.5f) / w);
    case UNARY_SQUARE: UNARY_BACK(v + v);
    case UNARY_ABS: UNARY_BACK(vf_select(v > zero, one, vf_select(v < zero, vf_negate(one), v)));
    case UNARY_SOFTPLUS: UNARY_BACK(vf_sigmoid(v));
    case UNARY_RECIPROCAL: UNARY_BACK(vf_negate(w * w));
    case UNARY_LOG_GAMMA: UNARY_BACK(unary_lanes(d_digamma, v));
    case UNARY_DIGAMMA: UNARY_BACK(unary_lanes(d_trigamma, v));
    case UNARY_SIN: UNARY_BACK(unary_lanes(d_cos, v));
    case UNARY_COS: UNARY_BACK(vf_negate(unary_lanes(d_sin, v)));
    case UNARY_CLAMP: UNARY_BACK(vf_select((v >= a) & (v <= b), one, zero));
    case UNARY_AFFINE: UNARY_BACK(a);
  }
}
