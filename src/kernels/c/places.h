/* Tables of places: see places.ts. */
#ifndef PLACES_H
#define PLACES_H
#include "kernel.h"

typedef struct place {
  int32_t value, gradient, at, length;
} place;

/* The floats at a start from an offset; NULL for NONE. */
static inline float *at_place(const team *team, double offset, int32_t start) {
  return offset < 0 ? NULL : (float *)team->pool->heap + (uint32_t)((uint32_t)offset + (uint32_t)start);
}

/* Elements of a gradient as an update takes them: times `scale`, then within +-limit. NaN stays. */
typedef struct clipping {
  vf scale, limit;
} clipping;

static inline vf clipped(vf gradient, clipping by) {
  vf g = by.scale * gradient;
  g = vf_select(g > by.limit, by.limit, g);
  return vf_select(g < -by.limit, -by.limit, g);
}
#endif
