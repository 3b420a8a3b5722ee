/* What linear scans share: see src/kernels/sweeps/linearScan.ts. */
#ifndef SCAN_H
#define SCAN_H
#include "sweep-sums.h"

/*
 * Nothing goes from unit to unit, so threads have units of their own where each gets some vectors, else sequences, and
 * never wait.
 */
static sweep_share scan_share_of(const team *team, const int32_t *batch_sizes, isize steps, bool reverse,
                                 isize sequences, isize rows, isize units) {
  sweep_share share = sweep_share_of(team, units >= team->count * 2 * LANES, batch_sizes, steps, reverse, sequences, rows, units);
  share.together = false;
  return share;
}

#define SCAN_SHARE(team, args)                                                                                    \
  scan_share_of(team, I((args)->batchSizes), N((args)->steps), (args)->reverse != 0, N((args)->sequences), N((args)->rows), \
                N((args)->hidden))
#endif
