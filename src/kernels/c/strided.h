/* Walking over the rows of two strided blocks of six axes: rows run along the last axis. */
#ifndef STRIDED_H
#define STRIDED_H
#include "kernel.h"

typedef struct strided {
  isize sizes[6], x_strides[6], y_strides[6];
  isize at[5];  /* position along the first five axes */
  isize x, y;   /* element offsets of the row there */
} strided;

static inline isize strided_rows(const strided *s) {
  return s->sizes[0] * s->sizes[1] * s->sizes[2] * s->sizes[3] * s->sizes[4];
}

static inline void strided_go(strided *s, isize row) {
  s->x = s->y = 0;
  for (int axis = 4; axis >= 0; axis--) {
    s->at[axis] = row % s->sizes[axis];
    row /= s->sizes[axis];
    s->x += s->at[axis] * s->x_strides[axis];
    s->y += s->at[axis] * s->y_strides[axis];
  }
}

static inline void strided_next(strided *s) {
  for (int axis = 4; axis >= 0; axis--) {
    s->x += s->x_strides[axis];
    s->y += s->y_strides[axis];
    if (++s->at[axis] < s->sizes[axis]) return;
    s->x -= s->at[axis] * s->x_strides[axis];
    s->y -= s->at[axis] * s->y_strides[axis];
    s->at[axis] = 0;
  }
}

/* From the arguments n0..n5, x0..x5, y0..y5. */
#define STRIDED(args)                                                                                              \
  {                                                                                                                \
    {N(args->n0), N(args->n1), N(args->n2), N(args->n3), N(args->n4), N(args->n5)},                                \
        {N(args->x0), N(args->x1), N(args->x2), N(args->x3), N(args->x4), N(args->x5)},                            \
        {N(args->y0), N(args->y1), N(args->y2), N(args->y3), N(args->y4), N(args->y5)}, {0}, 0, 0                  \
  }
#endif
