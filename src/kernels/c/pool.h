/*
 * Hands kernel calls to a pool of threads. The calling thread is number 0. It rings for as many others as the call is
 * worth, opens a door, and closes it when they have come or its patience is over: who is late (asleep, or kept from its
 * processor by something else) is not waited for, and those who came share the work. Results do not depend on how many
 * they are. When it is done with its own share the calling thread spins, sleeping for moments where it may (a page's
 * main thread may not). The others spin for some 60 microseconds after a call and then sleep.
 */
#ifndef POOL_H
#define POOL_H
#include <stdbool.h>
#include "team.h"

typedef void kernel_function(const void *args, const team *team);

enum { MOST_ARGUMENTS = 61 };

/* What JavaScript writes before a call. */
typedef struct command {
  double kernel, threads, patience; /* how often to look whether the others have come */
  double args[MOST_ARGUMENTS];
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
  _Alignas(64) _Atomic uint32_t door; /* DOOR_OPEN, and how many threads have come to the call */
  _Atomic uint32_t going;             /* the call whose door is closed: its number */
  _Atomic uint32_t remaining;         /* workers that have not finished it */
  _Atomic uint32_t stopping;
  uint32_t calls;                     /* the number of the call */
  isize size;                         /* the threads that run it */
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

static void crew_share(crew *crew, isize index, isize count) {
  const team team = {index, count, &crew->pool};
  crew->table[(isize)crew->command->kernel](crew->command->args, &team);
}

enum { DOOR_OPEN = 1 << 30 };

/* The life of worker `bell` >= 1: until crew_stop. */
static void crew_work(crew *crew, isize bell) {
  for (uint32_t seen = 0;;) {
    seen = bell_wait(&crew->bells[bell], seen);
    if (atomic_load(&crew->stopping)) return;
    uint32_t door = atomic_load_explicit(&crew->door, memory_order_acquire);
    while ((door & DOOR_OPEN) && !atomic_compare_exchange_weak(&crew->door, &door, door + 1)) {
    }
    if (!(door & DOOR_OPEN)) continue;
    const uint32_t call = crew->calls;
    for (uint32_t going; (going = atomic_load_explicit(&crew->going, memory_order_acquire)) != call;)
      spin_while(&crew->going, going, true);
    crew_share(crew, (isize)(door & ~(uint32_t)DOOR_OPEN), crew->size);
    atomic_fetch_sub_explicit(&crew->remaining, 1, memory_order_release);
  }
}

/* Runs the command to its end on up to command->threads threads. */
static void crew_run(crew *crew) {
  const uint32_t wanted = (uint32_t)crew->command->threads;
  if (wanted <= 1) {
    crew_share(crew, 0, 1);
    return;
  }
  crew->calls++;
  atomic_store_explicit(&crew->door, DOOR_OPEN | 1, memory_order_release);
  for (uint32_t bell = 1; bell < wanted; bell++) bell_ring(&crew->bells[bell]);
  uint32_t door = DOOR_OPEN | 1;
  for (int64_t left = (int64_t)crew->command->patience; left > 0 && door != (DOOR_OPEN | wanted); left--) {
    spin_pause();
    if (left % SPINS_BEFORE_NAP == 0 && crew->pool.caller_may_sleep) spin_nap(&crew->door, door);
    door = atomic_load_explicit(&crew->door, memory_order_relaxed);
  }
  const uint32_t came = atomic_exchange_explicit(&crew->door, 0, memory_order_acq_rel) & ~(uint32_t)DOOR_OPEN;
  crew->size = (isize)came;
  atomic_store_explicit(&crew->remaining, came - 1, memory_order_relaxed);
  atomic_store_explicit(&crew->going, crew->calls, memory_order_release);
  crew_share(crew, 0, (isize)came);
  for (uint32_t left; (left = atomic_load_explicit(&crew->remaining, memory_order_acquire)) != 0;)
    spin_while(&crew->remaining, left, crew->pool.caller_may_sleep);
}

/* Lets every worker return. */
static void crew_stop(crew *crew, isize threads) {
  atomic_store(&crew->stopping, 1);
  for (isize index = 1; index < threads; index++) bell_ring(&crew->bells[index]);
}
#endif
