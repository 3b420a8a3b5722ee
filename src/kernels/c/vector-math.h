/*
 * Elementary functions of vectors, each lane computed alone and alike, to a relative error of 1e-6 or less. NaN
 * stays NaN. exp and log: Cephes (S. L. Moshier, 1989); tanh: the rational form of Eigen.
 */
#ifndef VECTOR_MATH_H
#define VECTOR_MATH_H
#include "simd.h"

/* 2^n for -252 <= n <= 254, as a product of two powers so that results below 2^-126 are right too. */
ALWAYS_INLINE vf vf_scale(vf x, vi n) {
  vi half = n >> 1;
  vf first = vf_bits((half + 127) << 23), second = vf_bits((n - half + 127) << 23);
  return x * first * second;
}

/* e^x: infinite above 88.73, zero below -103.98. */
ALWAYS_INLINE vf vf_exp(vf x) {
  x = vf_select(x > vf_splat(89.0f), vf_splat(89.0f), x);
  x = vf_select(x < vf_splat(-104.0f), vf_splat(-104.0f), x);
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
  return vf_scale(p, vi_from_float(n));
}

/* 1 / (1 + e^-x), by the exponential: a form by tanh loses all relative accuracy for negative x. */
ALWAYS_INLINE vf vf_sigmoid(vf x) {
  return vf_splat(1.0f) / (vf_splat(1.0f) + vf_exp(vf_negate(x)));
}

ALWAYS_INLINE vf vf_tanh(vf x) {
  const vf limit = vf_splat(9.0f);
  vf c = vf_select(x > limit, limit, x);
  c = vf_select(c < vf_negate(limit), vf_negate(limit), c);
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
  return c * p / q;
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
