/*
 * Elementary functions of vectors, each lane computed alone and alike, to a relative error of 1e-6 or less. NaN
 * stays NaN. exp and log: Cephes (S. L. Moshier, 1989); tanh: the rational form of Eigen.
 */
#ifndef VECTOR_MATH_H
#define VECTOR_MATH_H
#include "simd.h"

/* e^x for x from -104 to 89. */
ALWAYS_INLINE vf vf_exp_within(vf x) {
  vf n = vf_round(x * vf_splat(1.44269504088896341f));
  vf r = vf_fma(n, vf_splat(-0.693359375f), x);
  r = vf_fma(n, vf_splat(2.12194440e-4f), r);
  vf p = vf_splat(1.9875691500e-4f);
  p = vf_fma(p, r, vf_splat(1.3981999507e-3f));
  p = vf_fma(p, r, vf_splat(8.3334519073e-3f));
  p = vf_fma(p, r, vf_splat(4.1665795894e-2f));
  p = vf_fma(p, r, vf_splat(1.6666665459e-1f));
  p = vf_fma(p, r, vf_splat(5.0000001201e-1f));
  p = vf_fma(p * r, r, r) + vf_splat(1.0f);
  return vf_scale(p, n);
}

/* e^x: infinite above 88.73, zero below -103.98. */
ALWAYS_INLINE vf vf_exp(vf x) { return vf_exp_within(vf_max(vf_splat(-104.0f), vf_min(vf_splat(89.0f), x))); }

/* 1 / (1 + e^-x), by e^-|x|: a form by tanh loses all relative accuracy for negative x. */
ALWAYS_INLINE vf vf_sigmoid(vf x) {
  const vf zero = vf_splat(0.0f), one = vf_splat(1.0f);
  const vf e = vf_exp_within(vf_max(vf_splat(-104.0f), vf_negate(vf_abs(x))));
  return vf_divide(vf_select(x < zero, e, one), one + e);
}

ALWAYS_INLINE vf vf_tanh(vf x) {
  vf c = vf_max(vf_splat(-9.0f), vf_min(vf_splat(9.0f), x));
  vf s = c * c;
  vf p = vf_splat(-2.76076847742355e-16f);
  p = vf_fma(p, s, vf_splat(2.00018790482477e-13f));
  p = vf_fma(p, s, vf_splat(-8.60467152213735e-11f));
  p = vf_fma(p, s, vf_splat(5.12229709037114e-08f));
  p = vf_fma(p, s, vf_splat(1.48572235717979e-05f));
  p = vf_fma(p, s, vf_splat(6.37261928875436e-04f));
  p = vf_fma(p, s, vf_splat(4.89352455891786e-03f));
  vf q = vf_splat(1.19825839466702e-06f);
  q = vf_fma(q, s, vf_splat(1.18534705686654e-04f));
  q = vf_fma(q, s, vf_splat(2.26843463243900e-03f));
  q = vf_fma(q, s, vf_splat(4.89352518554385e-03f));
  return vf_divide(c * p, q);
}

/* The natural logarithm: minus infinity of 0, NaN below. */
ALWAYS_INLINE vf vf_log(vf x) {
  const vf smallest = vf_splat(1.17549435e-38f);
  vi tiny = x < smallest;
  vf scaled = vf_select(tiny, x * vf_splat(8388608.0f), x);
  vi bits = vi_bits(scaled);
  vi exponent = ((bits >> 23) & 255) - 126 - (tiny & 23);
  vf m = vf_bits((bits & 0x007fffff) | 0x3f000000);
  vi low = m < vf_splat(0.707106781186547524f);
  exponent += low;
  m = vf_select(low, m + m, m) - vf_splat(1.0f);
  vf e = vf_from_int(exponent), z = m * m;
  vf p = vf_splat(7.0376836292e-2f);
  p = vf_fma(p, m, vf_splat(-1.1514610310e-1f));
  p = vf_fma(p, m, vf_splat(1.1676998740e-1f));
  p = vf_fma(p, m, vf_splat(-1.2420140846e-1f));
  p = vf_fma(p, m, vf_splat(1.4249322787e-1f));
  p = vf_fma(p, m, vf_splat(-1.6668057665e-1f));
  p = vf_fma(p, m, vf_splat(2.0000714765e-1f));
  p = vf_fma(p, m, vf_splat(-2.4999993993e-1f));
  p = vf_fma(p, m, vf_splat(3.3333331174e-1f));
  p = p * m * z;
  p = vf_fma(e, vf_splat(-2.12194440e-4f), p);
  p = vf_fma(z, vf_splat(-0.5f), p);
  vf result = vf_fma(e, vf_splat(0.693359375f), m + p);
  const vf infinity = vf_splat(__builtin_inff());
  result = vf_select(x == infinity, infinity, result);
  result = vf_select(x == vf_splat(0.0f), vf_negate(infinity), result);
  return vf_select((x >= vf_splat(0.0f)), result, vf_splat(__builtin_nanf("")));
}

/* log(1 + u) for u >= 0, accurate for small u: what 1 + u lost in rounding is divided out (Kahan). */
ALWAYS_INLINE vf vf_log1p(vf u) {
  const vf one = vf_splat(1.0f);
  vf w = one + u, lost = w - one;
  vi exact = lost == vf_splat(0.0f);
  return vf_select(exact, u, vf_log(w) * (u / vf_select(exact, one, lost)));
}

/* log(1 + e^x). */
ALWAYS_INLINE vf vf_softplus(vf x) {
  vf positive = vf_select(x < vf_splat(0.0f), vf_splat(0.0f), x);
  return positive + vf_log1p(vf_exp(vf_negate(vf_abs(x))));
}
#endif
