/*
 * Functions of one double to about 1e-15, for the few kernels whose float32 results come from differences that
 * cancel. Own code, because the WebAssembly build has no C library; the gamma functions are those of gamma.ts.
 */
#ifndef DOUBLE_MATH_H
#define DOUBLE_MATH_H
#include <stdbool.h>
#include <stdint.h>

static inline double d_from_bits(uint64_t bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

static inline uint64_t d_bits(double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* e^x: the power series on [-ln 2 / 2, ln 2 / 2], times a power of two. */
static double d_exp(double x) {
  if (x != x) return x;
  if (x > 709.78) return __builtin_inf();
  if (x < -708.0) return 0;
  const double n = __builtin_floor(x * 1.44269504088896340736 + 0.5);
  const double r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
  double sum = 1;
  for (int k = 14; k > 0; k--) sum = 1 + sum * r / k;
  const int64_t half = (int64_t)n / 2;
  return sum * d_from_bits((uint64_t)(half + 1023) << 52) * d_from_bits((uint64_t)((int64_t)n - half + 1023) << 52);
}

/*
 * sin(x + quarters pi / 2) for |x| up to 10^6: the power series on [-pi / 4, pi / 4]. The parts of pi / 2 have 33 bits, so
 * that their multiples are exact.
 */
static double d_sine(double x, double quarters) {
  const double n = __builtin_floor(x * 0.636619772367581343076 + 0.5);
  const double r = (x - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11, z = r * r;
  const double turn = n + quarters, quarter = turn - 4 * __builtin_floor(turn / 4);
  const bool even = quarter == 0 || quarter == 2;
  double sum = 1;
  for (int k = even ? 15 : 14; k > 1; k -= 2) sum = 1 - sum * z / (k * (k - 1));
  if (even) sum *= r;
  return quarter < 2 ? sum : -sum;
}

static double d_sin(double x) { return d_sine(x, 0); }
static double d_cos(double x) { return d_sine(x, 1); }

/* The natural logarithm of a normal number: 2 artanh((m - 1) / (m + 1)) and a multiple of ln 2. */
static double d_log(double x) {
  if (!(x > 0)) return x == 0 ? -__builtin_inf() : __builtin_nan("");
  if (x > 1.7976931348623157e308) return x;
  uint64_t bits = d_bits(x);
  int64_t exponent = (int64_t)(bits >> 52) - 1022;
  double m = d_from_bits((bits & 0x000fffffffffffffu) | 0x3fe0000000000000u);
  if (m < 0.70710678118654752440) {
    m *= 2;
    exponent--;
  }
  const double s = (m - 1) / (m + 1), z = s * s;
  double sum = 0;
  for (int k = 23; k > 1; k -= 2) sum = (sum + 1.0 / k) * z;
  return (double)exponent * 0.693147180369123816490 + ((double)exponent * 1.90821492927058770002e-10 + 2 * s * (1 + sum));
}

/* log(1 + u) for u >= 0. */
static double d_log1p(double u) {
  const double w = 1 + u;
  return w == 1 ? u : d_log(w) * (u / (w - 1));
}

static double d_softplus(double x) {
  return (x < 0 ? 0 : x) + d_log1p(d_exp(x < 0 ? x : -x));
}

static double d_sigmoid(double x) { return 1 / (1 + d_exp(-x)); }

/* log(Gamma(x)) for x > 0, else NaN. */
static double d_log_gamma(double x) {
  if (!(x > 0)) return __builtin_nan("");
  double product = 1;
  for (; x < 10; x++) product *= x;
  const double r = 1 / (x * x);
  const double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / x;
  return (x - 0.5) * d_log(x) - x + 0.91893853320467274178 + series - d_log(product);
}

/* Its derivative. */
static double d_digamma(double x) {
  if (!(x > 0)) return __builtin_nan("");
  double sum = 0;
  for (; x < 10; x++) sum += 1 / x;
  const double r = 1 / (x * x);
  const double series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132)))));
  return d_log(x) - 0.5 / x - series - sum;
}

/* Its second derivative. */
static double d_trigamma(double x) {
  if (!(x > 0)) return __builtin_nan("");
  double sum = 0;
  for (; x < 10; x++) sum += 1 / (x * x);
  const double r = 1 / (x * x);
  const double series = r * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66)))));
  return sum + (1 + 0.5 / x + series) / x;
}
#endif
