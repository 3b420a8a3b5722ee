/* The WebAssembly module: memory is imported; JavaScript lays out stacks and heap behind __heap_base. */
#include "kernels.c"
#include "pool.h"

#define EXPORT(name) __attribute__((export_name(#name)))

static command the_command;
static crew the_crew = {.table = KERNEL_TABLE, .command = &the_command};

/* Workers spin this often before they sleep: about 60 microseconds. */
static bool spin_is_over(uint64_t *since, uint32_t spins) {
  (void)since;
  return spins == 45000;
}

#if defined(__wasm_atomics__)
static void futex_wait(_Atomic uint32_t *value, uint32_t old) {
  __builtin_wasm_memory_atomic_wait32((int *)value, (int)old, -1);
}
static void futex_wake(_Atomic uint32_t *value) { __builtin_wasm_memory_atomic_notify((int *)value, 1); }
#else
static void futex_wait(_Atomic uint32_t *value, uint32_t old) { (void)value, (void)old; }
static void futex_wake(_Atomic uint32_t *value) { (void)value; }
#endif

/* Where JavaScript writes commands. */
EXPORT(command) double *wasm_command(void) { return &the_command.kernel; }

EXPORT(implemented) bool wasm_implemented(int kernel) { return KERNEL_TABLE[kernel] != NULL; }

EXPORT(run) void wasm_run(void) { crew_run(&the_crew); }

EXPORT(work) void wasm_work(int index) { crew_work(&the_crew, index); }

EXPORT(stop) void wasm_stop(int threads) { crew_stop(&the_crew, threads); }

/* Where the calling thread may wait: everywhere but on a page's main thread. */
EXPORT(caller_may_sleep) void wasm_caller_may_sleep(void) { the_crew.pool.caller_may_sleep = true; }

/* The heap begins here; it is empty. */
EXPORT(heap_start) void wasm_heap_start(char *start) { the_crew.pool.heap = the_crew.pool.scratch = start; }

/* The heap now ends here and scratch begins: what scratch has written, the heap takes over as zeros. */
EXPORT(heap_end) void wasm_heap_end(char *end) {
  pool *pool = &the_crew.pool;
  const size_t taken = (size_t)(end - pool->scratch), used = pool->scratch_used;
  __builtin_memset(pool->scratch, 0, used < taken ? used : taken);
  pool->scratch_used = used < taken ? 0 : used - taken;
  pool->scratch = end;
}
