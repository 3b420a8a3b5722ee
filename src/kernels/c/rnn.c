/* Elman and Jordan networks: see src/kernels/sweeps/rnn.ts for equations, symbols and buffers. */
#include "sweep-norm.h"
#include "sweep-sums.h"

enum { RNN_TANH, RNN_RELU };
enum { RNN_OUT_IDENTITY, RNN_OUT_TANH, RNN_OUT_SIGMOID };

static void rnn_activate(float *row, int activation, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) {
    vf x = vf_load_up_to(row + j, left);
    x = activation == RNN_TANH ? vf_tanh(x) : vf_select(x < vf_splat(0.0f), vf_splat(0.0f), x);
    vf_store_up_to(row + j, x, left);
  }
}

/* dvalue * act'(sum), by the value act(sum). */
ALWAYS_INLINE vf rnn_slope(vf value, int activation, vf dvalue) {
  const vf zero = vf_splat(0.0f);
  return activation == RNN_TANH ? dvalue * (vf_splat(1.0f) - value * value) : vf_select(value > zero, dvalue, zero);
}

static void rnn_out(float *row, int activation, isize size) {
  if (activation == RNN_OUT_IDENTITY) return;
  SWEEP_VECTORS(j, left, size) {
    vf x = vf_load_up_to(row + j, left);
    vf_store_up_to(row + j, activation == RNN_OUT_TANH ? vf_tanh(x) : vf_sigmoid(x), left);
  }
}

static void rnn_out_backward(const float *value, int activation, float *gradient, isize size) {
  if (activation == RNN_OUT_IDENTITY) return;
  const vf one = vf_splat(1.0f);
  SWEEP_VECTORS(j, left, size) {
    vf y = vf_load_up_to(value + j, left), d = vf_load_up_to(gradient + j, left);
    vf_store_up_to(gradient + j, d * (activation == RNN_OUT_TANH ? one - y * y : y * (one - y)), left);
  }
}

KERNEL(rnnForward) {
  const isize H = N(args->hidden), R = N(args->output);
  const int activation = (int)args->activation, out = (int)args->outputActivation;
  const float *output_weight = F(args->outputWeight), *output_bias = F(args->outputBias);
  const float *gain = F(args->gain), *mask = F(args->recurrentMask), *keep = F(args->zoneoutH);
  float *packed = F(args->packed), *y = F(args->y), *hn = F(args->hn), *saved = F(args->gates), *outputs = F(args->outputs);
  float *inputs = F(args->recurrentInput), *normals = F(args->normal), *scales = F(args->scales);

  /* The states before the first steps are zero; normalised, their product would not be nothing. */
  const bool fresh = args->fresh != 0 && !gain, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool together = !output_weight && !gain && sweep_together(team, B, H, H * R);
  float *scratch[6];
  sweep_scratch(team, 6,
                (size_t[]){packed ? 0 : sweep_packed_size(R, H, 1), output_weight ? sweep_packed_size(H, R, 1) : 0,
                           sweep_block_size(team, B, H), sweep_block_size(team, B, R), sweep_block_size(team, B, H),
                           SWEEP_SOURCE_SIZE(args, H, 1)},
                scratch);
  sweep_source source = SWEEP_SOURCE(team, args, scratch[5], H, 1);
  sweep_weight weight = sweep_pack_kept(team, idle || args->isPacked == 1, args->isHalf == 1, packed, scratch[0],
                                        F(args->weight), R, H, 1);
  sweep_weight output = {0};
  if (output_weight) output = sweep_pack(team, false, scratch[1], output_weight, H, true, H, R, 1);
  const sweep_share share = sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B,
                                           N(args->rows), H);
  const isize first = together ? share.first : 0, last = together ? share.last : R; /* of the state's columns */
  sweep_start(&share, hn, F(args->h0), R, first, last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);) {
    float *input = sweep_rows(&s, B, inputs, scratch[3], R);
    for (isize r = 0; r < s.count; r++)
      sweep_input(SWEEP_STATE(s, r, hn, R), SWEEP_STATE(s, r, mask, R), input + r * R, first, last);
    sweep_meet(team, &s);
    float *y_rows = y + s.row * R;
    float *hidden = saved || output_weight ? sweep_rows(&s, B, saved, scratch[2], H) : y_rows;
    const float *sums = sweep_sums(&source, &s, share.first, share.last, hidden, H);
    if (gain) {
      float *normal = sweep_rows(&s, B, normals, scratch[4], H);
      sweep_product(&weight, 0, H, s.count, input, R, NULL, 0, normal, H);
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_gates(normal + r * H, 1, H, sums + r * H, gain, hidden + r * H, SWEEP_ROW(s, r, scales, 1));
    } else {
      sweep_product_running(&weight, share.first, share.last, s.count, sweep_running(&s, fresh), input, R, sums, H, hidden, H);
    }
    for (isize r = 0; r < s.count; r++) rnn_activate(hidden + r * H, activation, share.first, share.last);
    if (output_weight) {
      sweep_product(&output, 0, R, s.count, hidden, H, output_bias, 0, y_rows, R);
      rnn_out(y_rows, out, s.count * R);
      if (outputs) sweep_copy(y_rows, outputs + s.row * R, 0, s.count * R);
    }
    for (isize r = 0; r < s.count; r++) {
      const float *value = output_weight ? y_rows + r * R : hidden + r * H;
      SWEEP_RANGE(j, left, first, last)
        sweep_keep_vector(vf_load_up_to(value + j, left), y_rows + r * R, SWEEP_STATE(s, r, hn, R),
                          SWEEP_ROW(s, r, keep, R), j, left);
    }
  }
}

KERNEL(rnnBackward) {
  const isize H = N(args->hidden), R = N(args->output), rows = N(args->rows);
  const int activation = (int)args->activation, out = (int)args->outputActivation;
  const float *output_weight = F(args->outputWeight), *gain = F(args->gain);
  const float *mask = F(args->recurrentMask), *keep = F(args->zoneoutH), *gates = F(args->gates);
  const float *outputs = F(args->outputs), *normals = F(args->normal), *scales = F(args->scales), *dy = F(args->dy);
  float *dx = F(args->dx), *drecurrent = F(args->drecurrent), *doutputs = F(args->doutputs);
  float *dh0 = F(args->dh0), *dh = F(args->dh);

  const bool fresh = args->fresh != 0, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool together = !output_weight && !gain && sweep_together(team, B, H, H * R);
  float *scratch[4];
  sweep_scratch(team, 4,
                (size_t[]){sweep_packed_size(H, R, 1), output_weight ? sweep_packed_size(R, H, 1) : 0,
                           sweep_block_size(team, B, R), sweep_block_size(team, B, H)},
                scratch);
  sweep_weight weight = sweep_pack(team, idle, scratch[0], F(args->weight), R, false, H, R, 1);
  sweep_weight output = {0};
  if (output_weight) output = sweep_pack(team, false, scratch[1], output_weight, H, false, R, H, 1);
  const sweep_share share =
      sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B, rows, H);
  const isize first = together ? share.first : 0, last = together ? share.last : R;
  sweep_start(&share, dh0, F(args->dhn), R, first, last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);) {
    float *next = sweep_rows(&s, B, doutputs, scratch[2], R);
    for (isize r = 0; r < s.count; r++)
      SWEEP_RANGE(j, left, first, last)
        vf_store_up_to(next + r * R + j,
                       sweep_keep_backward(SWEEP_STATE(s, r, dh0, R), SWEEP_ROW(s, r, dy, R), SWEEP_ROW(s, r, keep, R),
                                           SWEEP_ROW(s, r, dh, R), j, left),
                       left);
    const float *dhidden = next;
    if (output_weight) {
      rnn_out_backward(outputs + s.row * R, out, next, s.count * R);
      float *hidden = sweep_rows(&s, B, NULL, scratch[3], H);
      sweep_product(&output, 0, H, s.count, next, R, NULL, 0, hidden, H);
      dhidden = hidden;
    }
    float *dsums = dx + s.row * H, *du = drecurrent + s.row * H;
    for (isize r = 0; r < s.count; r++)
      SWEEP_RANGE(j, left, share.first, share.last) {
        const vf value = vf_load_up_to(gates + (s.row + r) * H + j, left);
        vf_store_up_to(dsums + r * H + j, rnn_slope(value, activation, vf_load_up_to(dhidden + r * H + j, left)), left);
      }
    if (gain)
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_backward(dsums + r * H, gain, normals + (s.row + r) * H, scales[s.row + r], du + r * H, H);
    sweep_meet(team, &s);
    sweep_product_backward(&s, &weight, first, last, fresh, du, H, mask, keep != NULL, dh0,
                           sweep_rows(&s, B, NULL, scratch[2], R));
  }

  if (args->dgain < 0) return;
  team_barrier(team);
  sweep_sum_rows(team, rows, H, dx, H, normals, H, NULL, 0, F(args->dgain));
}
