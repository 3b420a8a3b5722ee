#include "kernel.h"

/* Counter-based random numbers, bit for bit those of support/random.ts. */
static inline uint32_t random_mix(uint32_t x) {
  x = (x ^ (x >> 16)) * 0x21f0aaadu;
  x = (x ^ (x >> 15)) * 0xd35a2d97u;
  return x ^ (x >> 15);
}

static inline vu random_mix_lanes(vu x) {
  x = (x ^ (x >> 16)) * 0x21f0aaadu;
  x = (x ^ (x >> 15)) * 0xd35a2d97u;
  return x ^ (x >> 15);
}

/* One more step along a stream's path. */
static inline void random_descend(uint32_t key[2], uint32_t part) {
  key[0] = random_mix(key[0] + part * 0x9e3779b1u);
  key[1] = random_mix(key[1] ^ key[0] ^ part * 0x85ebca77u);
}

KERNEL(dropoutMask) {
  static const uint32_t lanes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const isize units = N(args->units);
  const int32_t *sequence = I(args->rowSequence), *time = I(args->rowTime);
  const vf dropped = vf_splat((float)args->dropped), kept = vf_splat((float)args->kept);
  /* uniform < rate, as the 24 bits of uniform against a whole number. */
  const double bound = __builtin_ceil(args->rate * 16777216.0);
  const vi limit = vi_splat((int32_t)(bound < 0 ? 0 : bound > 16777216.0 ? 16777216.0 : bound));
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    uint32_t key[2] = {(uint32_t)args->key0, (uint32_t)args->key1};
    random_descend(key, sequence ? (uint32_t)sequence[row] : (uint32_t)row);
    random_descend(key, time ? (uint32_t)time[row] : 0);
    float *mask = F(args->mask) + row * units;
    const float *x = args->x < 0 ? NULL : F(args->x) + row * units;
    for (isize j = 0; j < units; j += LANES) {
      const vu unit = (vu)vi_load((const int32_t *)lanes) + (vu)vi_splat((int32_t)j);
      const vu bits = random_mix_lanes(random_mix_lanes(unit * 0x9e3779b9u + key[0]) ^ key[1]);
      const vf value = vf_select((vi)(bits >> 8) < limit, dropped, kept);
      vf_store_up_to(mask + j, x ? vf_load_up_to(x + j, units - j) * value : value, units - j);
    }
  }
}
