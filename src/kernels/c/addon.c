/*
 * The Node-API addon: open(threads) gives an engine, an object of functions over a heap and threads of its own.
 * Nothing here is global, so that several worker threads of Node can load it and open engines side by side.
 */
#define NAPI_VERSION 8
#define _GNU_SOURCE
#include <node_api.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#endif
#include "denormals.h"
#include "pool.h"

#if defined(__x86_64__)
extern kernel_function *const kernels_avx2[], *const kernels_avx512[];
#else
extern kernel_function *const kernels_neon[];
#endif

/* One of the builds of the kernels. */
typedef struct build {
  const char *instructions;
  kernel_function *const *table;
  bool runs; /* on this processor, and its operating system saves the registers */
} build;

enum { BUILDS = 2 };

/* Every build in this addon, the fastest first. */
static void list_builds(build builds[BUILDS]) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  builds[0] = (build){"avx512", kernels_avx512, avx512};
  builds[1] = (build){"avx2", kernels_avx2, avx2};
#else
  builds[0] = (build){"neon", kernels_neon, true};
  builds[1] = (build){"", NULL, false};
#endif
}

/* --- sleeping and waking ------------------------------------------------------------------------------------- */

static bool spin_is_over(uint64_t *since, uint32_t spins) {
  if (spins % 16) return false;
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  const uint64_t now = (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
  if (*since == 0) *since = now;
  return now - *since > 60000;
}

#if defined(__linux__)
static void futex_wait(_Atomic uint32_t *value, uint32_t old) {
  syscall(SYS_futex, value, FUTEX_WAIT_PRIVATE, old, NULL, NULL, 0);
}
static void futex_wake(_Atomic uint32_t *value) { syscall(SYS_futex, value, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0); }
#else
static pthread_mutex_t futex_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t futex_condition = PTHREAD_COND_INITIALIZER;
static void futex_wait(_Atomic uint32_t *value, uint32_t old) {
  pthread_mutex_lock(&futex_mutex);
  if (atomic_load(value) == old) pthread_cond_wait(&futex_condition, &futex_mutex);
  pthread_mutex_unlock(&futex_mutex);
}
static void futex_wake(_Atomic uint32_t *value) {
  (void)value;
  pthread_mutex_lock(&futex_mutex);
  pthread_cond_broadcast(&futex_condition);
  pthread_mutex_unlock(&futex_mutex);
}
#endif

/* --- an engine ----------------------------------------------------------------------------------------------- */

typedef struct engine engine;

typedef struct worker {
  engine *engine;
  isize index;
  pthread_t thread;
} worker;

struct engine {
  crew crew;
  isize threads;      /* with the calling one */
  char *reservation;  /* heap, then scratch; NULL once closed */
  size_t reserved, heap_room;
  napi_ref command;   /* the ArrayBuffer that holds the command */
  napi_ref view;      /* weakly, the ArrayBuffer that covers the heap; or NULL */
  isize holders;      /* the JavaScript object, and ArrayBuffers over the heap that are not yet collected */
  worker workers[MOST_THREADS];
};

static void *run_worker(void *data) {
  worker *worker = data;
  denormals_flush();
  crew_work(&worker->engine->crew, worker->index);
  return NULL;
}

/* Ends the threads and unmaps the heap; what is left is the struct. */
static void engine_close(engine *engine) {
  if (!engine->reservation) return;
  crew_stop(&engine->crew, engine->threads);
  for (isize index = 1; index < engine->threads; index++) pthread_join(engine->workers[index].thread, NULL);
  munmap(engine->reservation, engine->reserved);
  engine->reservation = NULL;
}

static void engine_release(engine *engine) {
  if (--engine->holders > 0) return;
  engine_close(engine);
  free(engine);
}

/* Reserves addresses, not memory: pages come when they are touched. */
static bool engine_reserve(engine *engine) {
  for (size_t bytes = (size_t)64 << 30; bytes >= (size_t)1 << 28; bytes /= 2) {
    char *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) continue;
#if defined(MADV_HUGEPAGE)
    madvise(start, bytes, MADV_HUGEPAGE); /* fewer address translations to look up; where it fails nothing is lost */
#endif
    engine->reservation = start;
    engine->reserved = bytes;
    engine->heap_room = bytes / 4 * 3;
    engine->crew.pool.heap = start;
    engine->crew.pool.scratch = start + engine->heap_room;
    engine->crew.pool.scratch_room = bytes - engine->heap_room;
    return true;
  }
  return false;
}

/* Starts up to `threads` - 1 workers; they take no signals. */
static void engine_start(engine *engine, isize threads) {
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  for (engine->threads = 1; engine->threads < threads; engine->threads++) {
    worker *worker = &engine->workers[engine->threads];
    worker->engine = engine;
    worker->index = engine->threads;
    if (pthread_create(&worker->thread, NULL, run_worker, worker)) break;
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* --- Node-API ------------------------------------------------------------------------------------------------ */

static void on_environment_exit(void *data) { engine_close(data); }

static void on_object_collected(napi_env env, void *data, void *hint) {
  (void)hint;
  engine *engine = data;
  if (engine->reservation) {
    napi_remove_env_cleanup_hook(env, on_environment_exit, engine);
    napi_delete_reference(env, engine->command);
  }
  engine_release(engine);
}

static void on_view_collected(napi_env env, void *data, void *hint) {
  (void)env, (void)data;
  engine_release(hint);
}

/* The engine of a call, or NULL with an exception if it is closed. */
static engine *open_engine(napi_env env, napi_callback_info info, size_t *count, napi_value *arguments) {
  void *data;
  napi_get_cb_info(env, info, count, arguments, NULL, &data);
  engine *engine = data;
  if (engine->reservation) return engine;
  napi_throw_error(env, NULL, "the native backend is closed");
  return NULL;
}

static napi_value js_run(napi_env env, napi_callback_info info) {
  engine *engine = open_engine(env, info, NULL, NULL);
  if (!engine) return NULL;
  const uint64_t mode = denormals_flush(); /* JavaScript's own arithmetic keeps them */
  crew_run(&engine->crew);
  denormals_restore(mode);
  return NULL;
}

static napi_value js_implemented(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  engine *engine = open_engine(env, info, &count, &argument);
  if (!engine) return NULL;
  uint32_t kernel;
  napi_get_value_uint32(env, argument, &kernel);
  napi_get_boolean(env, engine->crew.table[kernel] != NULL, &result);
  return result;
}

/* Detaches the ArrayBuffer over the heap: whoever kept it finds it empty. */
static void drop_view(napi_env env, engine *engine) {
  napi_value old;
  if (!engine->view) return;
  if (napi_get_reference_value(env, engine->view, &old) == napi_ok && old) napi_detach_arraybuffer(env, old);
  napi_delete_reference(env, engine->view);
  engine->view = NULL;
}

/* view(bytes): an ArrayBuffer over the first `bytes` of the heap in place of the one before. */
static napi_value js_view(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, view;
  engine *engine = open_engine(env, info, &count, &argument);
  if (!engine) return NULL;
  double bytes;
  napi_get_value_double(env, argument, &bytes);
  drop_view(env, engine);
  if (napi_create_external_arraybuffer(env, engine->crew.pool.heap, (size_t)bytes, on_view_collected, engine, &view)) {
    napi_throw_error(env, NULL, "this runtime allows no ArrayBuffer over memory of an addon");
    return NULL;
  }
  engine->holders++;
  napi_create_reference(env, view, 0, &engine->view);
  return view;
}

static napi_value js_close(napi_env env, napi_callback_info info) {
  void *data;
  napi_get_cb_info(env, info, NULL, NULL, NULL, &data);
  engine *engine = data;
  if (!engine->reservation) return NULL;
  drop_view(env, engine);
  napi_delete_reference(env, engine->command);
  napi_remove_env_cleanup_hook(env, on_environment_exit, engine);
  engine_close(engine);
  return NULL;
}

static void set_function(napi_env env, napi_value object, const char *name, napi_callback callback, void *data) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, data, &function);
  napi_set_named_property(env, object, name, function);
}

static void set_number(napi_env env, napi_value object, const char *name, double value) {
  napi_value number;
  napi_create_double(env, value, &number);
  napi_set_named_property(env, object, name, number);
}

/*
 * open(threads, instructions): { command: ArrayBuffer, threads, room (bytes of heap at most), run, implemented, view,
 * close }.
 */
static napi_value js_open(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], object, buffer;
  uint32_t threads = 1;
  char instructions[16] = "";
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_uint32(env, arguments[0], &threads);
  napi_get_value_string_utf8(env, arguments[1], instructions, sizeof instructions, NULL);
  kernel_function *const *table = NULL;
  build builds[BUILDS];
  list_builds(builds);
  for (int j = 0; j < BUILDS; j++)
    if (builds[j].runs && strcmp(builds[j].instructions, instructions) == 0) table = builds[j].table;
  if (!table) {
    napi_throw_error(env, NULL, "this processor has no such instructions");
    return NULL;
  }
  engine *engine = NULL;
  if (posix_memalign((void **)&engine, 64, sizeof *engine)) {
    napi_throw_error(env, NULL, "no memory");
    return NULL;
  }
  memset(engine, 0, sizeof *engine);
  engine->crew.table = table;
  engine->crew.pool.caller_may_sleep = true;
  if (!engine_reserve(engine)) {
    free(engine);
    napi_throw_error(env, NULL, "the operating system grants no address space for the heap");
    return NULL;
  }
  void *command;
  napi_create_arraybuffer(env, sizeof(struct command), &command, &buffer);
  napi_create_reference(env, buffer, 1, &engine->command);
  engine->crew.command = command;
  engine_start(engine, threads < MOST_THREADS ? threads : MOST_THREADS);

  napi_create_object(env, &object);
  engine->holders = 1;
  napi_add_finalizer(env, object, engine, on_object_collected, NULL, NULL);
  napi_add_env_cleanup_hook(env, on_environment_exit, engine);
  napi_set_named_property(env, object, "command", buffer);
  set_number(env, object, "threads", (double)engine->threads);
  set_number(env, object, "room", (double)engine->heap_room);
  set_function(env, object, "run", js_run, engine);
  set_function(env, object, "implemented", js_implemented, engine);
  set_function(env, object, "view", js_view, engine);
  set_function(env, object, "close", js_close, engine);
  return object;
}

/* { instructions: names of the builds that run on this processor, the fastest first; open } */
NAPI_MODULE_INIT() {
  napi_value list, name;
  build builds[BUILDS];
  list_builds(builds);
  napi_create_array(env, &list);
  for (uint32_t j = 0, count = 0; j < BUILDS; j++) {
    if (!builds[j].runs) continue;
    napi_create_string_utf8(env, builds[j].instructions, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, list, count++, name);
  }
  napi_set_named_property(env, exports, "instructions", list);
  set_function(env, exports, "open", js_open, NULL);
  return exports;
}
