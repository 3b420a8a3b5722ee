/* The threads that run one kernel call together, and the heap they work on. The same in every build. */
#ifndef TEAM_H
#define TEAM_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#if !defined(__wasm__)
#include <sched.h>
#endif

/* Sizes and indices: as wide as a pointer. */
typedef ptrdiff_t isize;

enum { MOST_THREADS = 64 };

/* Some 40 microseconds: processors have an instruction that pauses, WebAssembly has none. */
#if defined(__wasm__)
enum { SPINS_BEFORE_NAP = 1 << 14 };
#else
enum { SPINS_BEFORE_NAP = 1 << 10 };
#endif

/* What the threads of one backend share. Lines that different threads write are 64 bytes apart. */
typedef struct pool {
  char *heap;               /* element 0 of the heap */
  char *scratch;            /* where scratch memory starts */
  size_t scratch_room;      /* bytes reserved there (native only) */
  bool caller_may_sleep;    /* whether thread 0 may, for a moment: not on a page's main thread */
  _Alignas(64) _Atomic uint32_t arrived; /* threads at the barrier */
  _Atomic uint32_t phase;                /* barriers passed */
  _Alignas(64) _Atomic size_t scratch_used; /* the most bytes of scratch that any call asked for */
} pool;

/* One thread's place among the threads that run the current call. */
typedef struct team {
  isize index, count;
  pool *pool;
} team;

/* Makes [*from, *to) this thread's share of 0..n-1; shares start at multiples of `grain`. */
static inline void team_range(const team *team, isize n, isize grain, isize *from, isize *to) {
  isize grains = (n + grain - 1) / grain;
  isize start = grains * team->index / team->count * grain, end = grains * (team->index + 1) / team->count * grain;
  *from = start < n ? start : n;
  *to = end < n ? end : n;
}

static inline void spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/*
 * For those who have spun in vain for long: gives the processor to others while `*value` is `old`. A function of its
 * own: where it stands within the loop that calls it, the WebAssembly compiler of Node 20 makes that loop endless.
 */
static __attribute__((noinline, unused)) void spin_nap(_Atomic uint32_t *value, uint32_t old) {
#if defined(__wasm_atomics__)
  __builtin_wasm_memory_atomic_wait32((int *)value, (int)old, 100000); /* nobody wakes it: 0.1 ms */
#else
  (void)value, (void)old;
#if !defined(__wasm__)
  sched_yield();
#endif
#endif
}

/* Waits until `*value` differs from `old`, and gives what it is then. */
static inline uint32_t spin_while(_Atomic uint32_t *value, uint32_t old, bool may_sleep) {
  for (uint32_t spins = 1;; spins++) {
    const uint32_t now = atomic_load_explicit(value, memory_order_acquire);
    if (now != old) return now;
    spin_pause();
    if (may_sleep && spins % SPINS_BEFORE_NAP == 0) spin_nap(value, old);
  }
}

/* Waits until every thread of the team is here; what they wrote before is then visible to all. */
static inline void team_barrier(const team *team) {
  if (team->count == 1) return;
  pool *pool = team->pool;
  uint32_t phase = atomic_load_explicit(&pool->phase, memory_order_relaxed);
  if (atomic_fetch_add_explicit(&pool->arrived, 1, memory_order_acq_rel) + 1 == (uint32_t)team->count) {
    atomic_store_explicit(&pool->arrived, 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&pool->phase, 1, memory_order_release);
  } else {
    spin_while(&pool->phase, phase, team->index > 0 || pool->caller_may_sleep);
  }
}

/*
 * Makes sure that scratch holds `bytes`. WebAssembly memory grows for it: two threads may both do so, which costs
 * some room and nothing else. Traps where memory is at its end: on thread 0 too, which JavaScript reports.
 */
static inline void scratch_reserve(pool *pool, size_t bytes) {
#if defined(__wasm__)
  const uint64_t page = 65536, end = (uint64_t)(uintptr_t)pool->scratch + bytes;
  const uint64_t have = __builtin_wasm_memory_size(0) * page;
  if (end > have && __builtin_wasm_memory_grow(0, (size_t)((end - have + page - 1) / page)) == (size_t)-1 &&
      end > __builtin_wasm_memory_size(0) * page)
    __builtin_trap();
#else
  if (bytes > pool->scratch_room) __builtin_trap();
#endif
  if (bytes > atomic_load_explicit(&pool->scratch_used, memory_order_relaxed))
    atomic_store_explicit(&pool->scratch_used, bytes, memory_order_relaxed);
}

/*
 * Scratch memory for this call, 64-byte aligned, content undefined: one area that the whole team shares. Every
 * thread of the team must ask for the same number of floats, once per call, and gets the same address.
 */
static inline float *team_scratch(const team *team, size_t floats) {
  scratch_reserve(team->pool, floats * 4);
  return (float *)team->pool->scratch;
}
#endif
