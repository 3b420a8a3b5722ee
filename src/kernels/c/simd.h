/*
 * Vectors of LANES floats (vf) and of as many 32-bit integers (vi; as a mask: -1 or 0 per lane): 4 lanes in
 * WebAssembly and NEON, 8 with AVX2, 16 with AVX-512. They are compiler vectors, so + - * / and comparisons are
 * written as operators (a comparison of vf gives a vi mask); this file adds the rest. Nothing is fused but vf_fma.
 */
#ifndef SIMD_H
#define SIMD_H
#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define LANES 16
#elif defined(__AVX2__)
#include <immintrin.h>
#define LANES 8
#elif defined(__aarch64__)
#include <arm_neon.h>
#define LANES 4
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define LANES 4
#else
#error "no vector instructions that simd.h knows"
#endif

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));
typedef float vf_anywhere __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t vi_anywhere __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#define ALWAYS_INLINE static inline __attribute__((always_inline, unused))

ALWAYS_INLINE vf vf_load(const float *p) { return *(const vf_anywhere *)p; }
ALWAYS_INLINE void vf_store(float *p, vf x) { *(vf_anywhere *)p = x; }
ALWAYS_INLINE vi vi_load(const int32_t *p) { return *(const vi_anywhere *)p; }
ALWAYS_INLINE void vi_store(int32_t *p, vi x) { *(vi_anywhere *)p = x; }

/* The bits of one type as the other. */
ALWAYS_INLINE vi vi_bits(vf x) { return (vi)x; }
ALWAYS_INLINE vf vf_bits(vi x) { return (vf)x; }

/* Per lane: mask ? a : b. (Written out for WebAssembly, clang makes relaxed minima of it, which lose NaN.) */
#if defined(__wasm__)
ALWAYS_INLINE vf vf_select(vi mask, vf a, vf b) { return (vf)wasm_v128_bitselect((v128_t)a, (v128_t)b, (v128_t)mask); }
#else
ALWAYS_INLINE vf vf_select(vi mask, vf a, vf b) { return (vf)((mask & (vi)a) | (~mask & (vi)b)); }
#endif
ALWAYS_INLINE vi vi_select(vi mask, vi a, vi b) { return (vi)vf_select(mask, (vf)a, (vf)b); }
ALWAYS_INLINE vf vf_abs(vf x) { return (vf)((vi)x & 0x7fffffff); }
ALWAYS_INLINE vf vf_negate(vf x) { return (vf)((vi)x ^ (int32_t)0x80000000); }
/* The magnitude of x with the sign of s. */
ALWAYS_INLINE vf vf_with_sign(vf x, vf s) { return (vf)(((vi)x & 0x7fffffff) | ((vi)s & (int32_t)0x80000000)); }
/* Exact for integers below 2^24. */
ALWAYS_INLINE vf vf_from_int(vi x) { return __builtin_convertvector(x, vf); }
/* Truncates; for values that fit 32 bits. */
ALWAYS_INLINE vi vi_from_float(vf x) { return __builtin_convertvector(x, vi); }

/*
 * What differs by instruction set:
 * vf_splat, vi_splat    every lane the same
 * vf_fma(a, b, c)       a * b + c, rounded once (twice in plain WebAssembly)
 * vf_max, vf_min        of equals: either; where b is NaN: NaN; where only a is: do not rely on it
 * vf_sqrt, vf_round     round: to the nearest integer, ties to even
 * vf_divide(a, b)       a / b, to two units in the last place, for b from 2^-126 to 2^126 in magnitude
 * vf_scale(x, n)        x * 2^n for whole numbers n from -252 to 254, right below 2^-126 too
 * vf_load_part(p, n)    the first n lanes (0 <= n <= LANES) from p, zero in the others; touches only those
 * vf_store_part(p, x, n)
 * vf_flush(x, n)        x, but zero below 2^n in magnitude (n >= -126); of use in WebAssembly alone: see denormals.h
 * VF_KEEP(x)            forces x into a register, so that the compiler does not load it again for each use
 */
#if defined(__AVX512F__)
ALWAYS_INLINE vf vf_splat(float x) { return (vf)_mm512_set1_ps(x); }
ALWAYS_INLINE vi vi_splat(int32_t x) { return (vi)_mm512_set1_epi32(x); }
ALWAYS_INLINE vf vf_fma(vf a, vf b, vf c) { return (vf)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
ALWAYS_INLINE vf vf_max(vf a, vf b) { return (vf)_mm512_max_ps((__m512)a, (__m512)b); }
ALWAYS_INLINE vf vf_min(vf a, vf b) { return (vf)_mm512_min_ps((__m512)a, (__m512)b); }
ALWAYS_INLINE vf vf_sqrt(vf x) { return (vf)_mm512_sqrt_ps((__m512)x); }
ALWAYS_INLINE vf vf_round(vf x) { return (vf)_mm512_roundscale_ps((__m512)x, 8); }
ALWAYS_INLINE vf vf_divide(vf a, vf b) {
  const vf y = (vf)_mm512_rcp14_ps((__m512)b);
  return a * (vf)_mm512_fmadd_ps((__m512)y, _mm512_fnmadd_ps((__m512)b, (__m512)y, _mm512_set1_ps(1.0f)), (__m512)y);
}
ALWAYS_INLINE vf vf_scale(vf x, vf n) { return (vf)_mm512_scalef_ps((__m512)x, (__m512)n); }
ALWAYS_INLINE vf vf_load_part(const float *p, ptrdiff_t n) {
  return (vf)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p);
}
ALWAYS_INLINE void vf_store_part(float *p, vf x, ptrdiff_t n) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), (__m512)x);
}
#define VF_KEEP(x) __asm__("" : "+v"(x))

#elif defined(__AVX2__)
ALWAYS_INLINE vf vf_splat(float x) { return (vf)_mm256_set1_ps(x); }
ALWAYS_INLINE vi vi_splat(int32_t x) { return (vi)_mm256_set1_epi32(x); }
ALWAYS_INLINE vf vf_fma(vf a, vf b, vf c) { return (vf)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
ALWAYS_INLINE vf vf_max(vf a, vf b) { return (vf)_mm256_max_ps((__m256)a, (__m256)b); }
ALWAYS_INLINE vf vf_min(vf a, vf b) { return (vf)_mm256_min_ps((__m256)a, (__m256)b); }
ALWAYS_INLINE vf vf_sqrt(vf x) { return (vf)_mm256_sqrt_ps((__m256)x); }
ALWAYS_INLINE vf vf_round(vf x) { return (vf)_mm256_round_ps((__m256)x, 8); }
ALWAYS_INLINE __m256i avx2_first(ptrdiff_t n) {
  static const int32_t ones[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
  return _mm256_loadu_si256((const __m256i *)(ones + 8 - n));
}
ALWAYS_INLINE vf vf_load_part(const float *p, ptrdiff_t n) { return (vf)_mm256_maskload_ps(p, avx2_first(n)); }
ALWAYS_INLINE void vf_store_part(float *p, vf x, ptrdiff_t n) { _mm256_maskstore_ps(p, avx2_first(n), (__m256)x); }
#define VF_KEEP(x) __asm__("" : "+x"(x))

#else
#if defined(__aarch64__)
ALWAYS_INLINE vf vf_splat(float x) { return (vf)vdupq_n_f32(x); }
ALWAYS_INLINE vi vi_splat(int32_t x) { return (vi)vdupq_n_s32(x); }
ALWAYS_INLINE vf vf_fma(vf a, vf b, vf c) {
  return (vf)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}
ALWAYS_INLINE vf vf_max(vf a, vf b) { return (vf)vmaxq_f32((float32x4_t)a, (float32x4_t)b); }
ALWAYS_INLINE vf vf_min(vf a, vf b) { return (vf)vminq_f32((float32x4_t)a, (float32x4_t)b); }
ALWAYS_INLINE vf vf_sqrt(vf x) { return (vf)vsqrtq_f32((float32x4_t)x); }
ALWAYS_INLINE vf vf_round(vf x) { return (vf)vrndnq_f32((float32x4_t)x); }
#define VF_KEEP(x) __asm__("" : "+w"(x))
#else
ALWAYS_INLINE vf vf_splat(float x) { return (vf)wasm_f32x4_splat(x); }
ALWAYS_INLINE vi vi_splat(int32_t x) { return (vi)wasm_i32x4_splat(x); }
#if defined(__wasm_relaxed_simd__)
ALWAYS_INLINE vf vf_fma(vf a, vf b, vf c) {
  return (vf)wasm_f32x4_relaxed_madd((v128_t)a, (v128_t)b, (v128_t)c);
}
#else
ALWAYS_INLINE vf vf_fma(vf a, vf b, vf c) { return a * b + c; }
#endif
ALWAYS_INLINE vf vf_max(vf a, vf b) { return (vf)wasm_f32x4_max((v128_t)a, (v128_t)b); }
ALWAYS_INLINE vf vf_min(vf a, vf b) { return (vf)wasm_f32x4_min((v128_t)a, (v128_t)b); }
ALWAYS_INLINE vf vf_sqrt(vf x) { return (vf)wasm_f32x4_sqrt((v128_t)x); }
ALWAYS_INLINE vf vf_round(vf x) { return (vf)wasm_f32x4_nearest((v128_t)x); }
ALWAYS_INLINE vf vf_flush(vf x, int32_t n) {
  return vf_bits(vi_bits(x) & (vi_bits(vf_abs(x)) >= ((n + 127) << 23)));
}
#define VF_KEEP(x) ((void)0)
#endif
ALWAYS_INLINE vf vf_load_part(const float *p, ptrdiff_t n) {
  vf x = {n > 0 ? p[0] : 0, n > 1 ? p[1] : 0, n > 2 ? p[2] : 0, n > 3 ? p[3] : 0};
  return x;
}
ALWAYS_INLINE void vf_store_part(float *p, vf x, ptrdiff_t n) {
  if (n > 0) p[0] = x[0];
  if (n > 1) p[1] = x[1];
  if (n > 2) p[2] = x[2];
  if (n > 3) p[3] = x[3];
}
#endif

#if !defined(__AVX512F__)
ALWAYS_INLINE vf vf_divide(vf a, vf b) { return a / b; }
/* As a product of two powers, so that results below 2^-126 are right too. */
ALWAYS_INLINE vf vf_scale(vf x, vf n) {
  const vi power = vi_from_float(n), half = power >> 1;
  return x * vf_bits((half + 127) << 23) * vf_bits((power - half + 127) << 23);
}
#endif

#if !defined(__wasm__)
/* The processor does it, at 2^-126. */
ALWAYS_INLINE vf vf_flush(vf x, int32_t n) {
  (void)n;
  return x;
}
#endif

/* Integers, part of a vector. */
ALWAYS_INLINE vi vi_load_part(const int32_t *p, ptrdiff_t n) { return (vi)vf_load_part((const float *)p, n); }
ALWAYS_INLINE void vi_store_part(int32_t *p, vi x, ptrdiff_t n) { vf_store_part((float *)p, (vf)x, n); }

/* All lanes, or the first n of them: for loops over a row whose length is no multiple of LANES. */
ALWAYS_INLINE vf vf_load_up_to(const float *p, ptrdiff_t n) { return n >= LANES ? vf_load(p) : vf_load_part(p, n); }
ALWAYS_INLINE void vf_store_up_to(float *p, vf x, ptrdiff_t n) {
  if (n >= LANES) vf_store(p, x);
  else vf_store_part(p, x, n);
}

/* A mask of the first n lanes; n may be more than LANES or negative. */
ALWAYS_INLINE vi vi_first_lanes(ptrdiff_t n) {
  static const int32_t numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return vi_load(numbers) < vi_splat(n > LANES ? LANES : (int32_t)n);
}

/* Two vectors of bfloat16, the upper halves of floats, that lie as pairs: the lower and the upper one of each. */
ALWAYS_INLINE vf vf_lower(vi pairs) { return vf_bits(pairs << 16); }
ALWAYS_INLINE vf vf_upper(vi pairs) { return vf_bits(pairs & (int32_t)0xffff0000); }

/* The sum and the largest of the lanes, halves folded onto each other. */
ALWAYS_INLINE float vf_sum(vf x) {
#if defined(__AVX512F__)
  const __m256 eight = _mm256_add_ps(_mm512_castps512_ps256((__m512)x), _mm512_extractf32x8_ps((__m512)x, 1));
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
#else
  float lanes[LANES];
  vf_store(lanes, x);
  for (int half = LANES / 2; half; half /= 2)
    for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
  return lanes[0];
#endif
}
ALWAYS_INLINE float vf_largest(vf x) {
  float largest = x[0];
  for (int j = 1; j < LANES; j++) largest = x[j] > largest ? x[j] : largest;
  return largest;
}
#endif
