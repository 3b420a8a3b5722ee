/*
 * What a kernel's C file includes. All files are compiled as one translation unit per instruction set (see
 * generateSources.ts), so file-level names are static and start with the name of their family.
 *
 *   KERNEL(addInto) {
 *     const float *x = F(args->x);
 *     float *y = F(args->y);
 *     isize from, to;
 *     team_range(team, N(args->n), 16, &from, &to);
 *     ...
 *   }
 */
#ifndef KERNEL_H
#define KERNEL_H
#include <stdbool.h>
#include "signatures.h"
#include "team.h"
#include "simd.h"

/* The struct `<name>_args` of doubles is generated from the kernel's argument list in TypeScript. */
#define KERNEL(name) static void k_##name(const name##_args *args, const team *team)

static inline void *heap_at(const team *team, double element) {
  return element < 0 ? NULL : team->pool->heap + (size_t)element * 4;
}

/* The floats or integers at an element offset of the heap; NULL for NONE. */
#define F(element) ((float *)heap_at(team, element))
#define I(element) ((int32_t *)heap_at(team, element))
/* A size, count or flag. */
#define N(number) ((isize)(number))

static inline isize min_size(isize a, isize b) { return a < b ? a : b; }
static inline isize max_size(isize a, isize b) { return a > b ? a : b; }
#endif
