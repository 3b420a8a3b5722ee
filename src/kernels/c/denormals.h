/*
 * Numbers below 2^-126 take processors many times as long as others, and what vanishes ends there: gradients on their
 * way back through time, averages of gradients that come no more. While a thread computes they count as zero, by a mode
 * of the processor. WebAssembly has no such mode: there vf_flush stands where they would come about.
 */
#ifndef DENORMALS_H
#define DENORMALS_H
#include <stdint.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* From here on this thread reads and writes zeros for them. Gives the mode that it was in. */
static uint64_t denormals_flush(void) {
#if defined(__x86_64__)
  enum { FLUSH_TO_ZERO = 1 << 15, DENORMALS_ARE_ZERO = 1 << 6 };
  const uint32_t mode = _mm_getcsr();
  _mm_setcsr(mode | FLUSH_TO_ZERO | DENORMALS_ARE_ZERO);
  return mode;
#else
  const uint64_t flush = 1 << 24;
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | flush));
  return mode;
#endif
}

/* Back to that mode. */
static void denormals_restore(uint64_t mode) {
#if defined(__x86_64__)
  _mm_setcsr((uint32_t)mode);
#else
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#endif
}
#endif
