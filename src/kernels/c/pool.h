/*
 * Hands kernel calls to a pool of threads. The calling thread is number 0 and works on its own share; then it spins,
 * sleeping for moments where it may (a page's main thread may not). The others spin for some 40 microseconds after a
 * call and then sleep.
 */
#ifndef POOL_H
#define POOL_H
#include <stdbool.h>
#include "team.h"

typedef void kernel_function(const void *args, const team *team);

enum { MOST_ARGUMENTS = 62 };

/* What JavaScript writes before a call. */
typedef struct command {
  double kernel, threads, args[MOST_ARGUMENTS];
} command;

/* Where one worker waits. */
typedef struct bell {
  _Alignas(64) _Atomic uint32_t rung; /* how often */
  _Atomic uint32_t asleep;
} bell;

typedef struct crew {
  pool pool;
  kernel_function *const *table;
  command *command;
  _Alignas(64) _Atomic uint32_t remaining; /* workers that have not finished the call */
  _Atomic uint32_t stopping;
  bell bells[MOST_THREADS];
} crew;

/* Sleeping and waking: each platform defines these. */
static void futex_wait(_Atomic uint32_t *value, uint32_t old); /* returns at once unless *value is `old` */
static void futex_wake(_Atomic uint32_t *value);               /* wakes the one who waits there */
static bool spin_is_over(uint64_t *since, uint32_t spins);     /* whether a worker that spins should sleep */

static uint32_t bell_wait(bell *bell, uint32_t seen) {
  uint64_t since = 0;
  uint32_t now;
  for (uint32_t spins = 0; !spin_is_over(&since, spins); spins++) {
    now = atomic_load_explicit(&bell->rung, memory_order_acquire);
    if (now != seen) return now;
    spin_pause();
  }
  atomic_store(&bell->asleep, 1);
  while ((now = atomic_load(&bell->rung)) == seen) futex_wait(&bell->rung, seen);
  atomic_store(&bell->asleep, 0);
  return now;
}

static void bell_ring(bell *bell) {
  atomic_fetch_add(&bell->rung, 1);
  if (atomic_load(&bell->asleep)) futex_wake(&bell->rung);
}

static void crew_share(crew *crew, isize index) {
  const team team = {index, (isize)crew->command->threads, &crew->pool};
  crew->table[(isize)crew->command->kernel](crew->command->args, &team);
}

/* The life of worker `index` >= 1: until crew_stop. */
static void crew_work(crew *crew, isize index) {
  for (uint32_t seen = 0;;) {
    seen = bell_wait(&crew->bells[index], seen);
    if (atomic_load(&crew->stopping)) return;
    crew_share(crew, index);
    atomic_fetch_sub_explicit(&crew->remaining, 1, memory_order_release);
  }
}

/* Runs the command to its end on command->threads threads. */
static void crew_run(crew *crew) {
  const uint32_t workers = (uint32_t)crew->command->threads - 1;
  atomic_store_explicit(&crew->remaining, workers, memory_order_relaxed);
  for (uint32_t index = 1; index <= workers; index++) bell_ring(&crew->bells[index]);
  crew_share(crew, 0);
  for (uint32_t left; (left = atomic_load_explicit(&crew->remaining, memory_order_acquire)) != 0;)
    spin_while(&crew->remaining, left, crew->pool.caller_may_sleep);
}

/* Lets every worker return. */
static void crew_stop(crew *crew, isize threads) {
  atomic_store(&crew->stopping, 1);
  for (isize index = 1; index < threads; index++) bell_ring(&crew->bells[index]);
}
#endif
