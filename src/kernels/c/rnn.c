/* Elman and Jordan networks: see src/kernels/sweeps/rnn.ts for equations, symbols and buffers. */
#include "sweep.h"

enum { RNN_TANH, RNN_RELU };
enum { RNN_OUT_IDENTITY, RNN_OUT_TANH, RNN_OUT_SIGMOID };

static void rnn_activate(float *row, int activation, isize size) {
  SWEEP_VECTORS(j, left, size) {
    vf x = vf_load_up_to(row + j, left);
    x = activation == RNN_TANH ? vf_tanh(x) : vf_select(x < vf_splat(0.0f), vf_splat(0.0f), x);
    vf_store_up_to(row + j, x, left);
  }
}

/* dx = dvalue * act'(sum), by the value act(sum). */
static void rnn_activate_backward(const float *value, int activation, const float *dvalue, float *dx, isize size) {
  const vf zero = vf_splat(0.0f), one = vf_splat(1.0f);
  SWEEP_VECTORS(j, left, size) {
    vf y = vf_load_up_to(value + j, left), d = vf_load_up_to(dvalue + j, left);
    d = activation == RNN_TANH ? d * (one - y * y) : vf_select(y > zero, d, zero);
    vf_store_up_to(dx + j, d, left);
  }
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
  const float *x = F(args->x), *output_weight = F(args->outputWeight), *output_bias = F(args->outputBias);
  const float *gain = F(args->gain), *mask = F(args->recurrentMask), *keep = F(args->zoneoutH);
  float *y = F(args->y), *hn = F(args->hn), *saved = F(args->gates), *outputs = F(args->outputs);
  float *inputs = F(args->recurrentInput), *normals = F(args->normal), *scales = F(args->scales);

  float *scratch[5];
  sweep_scratch(team, 5,
                (size_t[]){gemm_packed_size(R, H), output_weight ? gemm_packed_size(H, R) : 0,
                           sweep_block_size(team, H), sweep_block_size(team, R), sweep_block_size(team, H)},
                scratch);
  const sweep_weight weight = sweep_pack(team, scratch[0], F(args->weight), R, true, R, H);
  sweep_weight output = {0};
  if (output_weight) output = sweep_pack(team, scratch[1], output_weight, H, true, H, R);
  const sweep_time time =
      sweep_time_of(team, I(args->batchSizes), N(args->steps), args->reverse != 0, N(args->sequences), N(args->rows));
  sweep_start(&time, hn, F(args->h0), R);
  team_barrier(team);

  for (sweep s = sweep_begin(&time, SWEEP_FORWARD); sweep_next(&s);) {
    const float *left = hn + s.sequence * R;
    if (inputs || mask) {
      float *input = sweep_rows(team, &s, inputs, scratch[3], R);
      for (isize r = 0; r < s.count; r++)
        sweep_input(left + r * R, SWEEP_STATE(s, r, mask, R), input + r * R, R);
      left = input;
    }
    float *y_rows = y + s.row * R;
    float *hidden = saved || output_weight ? sweep_rows(team, &s, saved, scratch[2], H) : y_rows;
    const float *x_rows = x + s.row * H;
    if (gain) {
      float *normal = sweep_rows(team, &s, normals, scratch[4], H);
      sweep_product(&weight, s.count, left, R, NULL, 0, normal, H);
      for (isize r = 0; r < s.count; r++) {
        sweep_normalise_gates(normal + r * H, 1, H, SWEEP_ROW(s, r, scales, 1));
        sweep_scale(x_rows + r * H, normal + r * H, gain, hidden + r * H, H);
      }
    } else {
      sweep_product(&weight, s.count, left, R, x_rows, H, hidden, H);
    }
    rnn_activate(hidden, activation, s.count * H);
    if (output_weight) {
      sweep_product(&output, s.count, hidden, H, output_bias, 0, y_rows, R);
      rnn_out(y_rows, out, s.count * R);
    } else if (hidden != y_rows) {
      sweep_copy(hidden, y_rows, s.count * H);
    }
    if (outputs) sweep_copy(y_rows, outputs + s.row * R, s.count * R);
    for (isize r = 0; r < s.count; r++)
      sweep_keep(y_rows + r * R, SWEEP_STATE(s, r, hn, R), SWEEP_ROW(s, r, keep, R), R);
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

  float *scratch[4];
  sweep_scratch(team, 4,
                (size_t[]){gemm_packed_size(H, R), output_weight ? gemm_packed_size(R, H) : 0,
                           sweep_block_size(team, R), sweep_block_size(team, H)},
                scratch);
  const sweep_weight weight = sweep_pack(team, scratch[0], F(args->weight), R, false, H, R);
  sweep_weight output = {0};
  if (output_weight) output = sweep_pack(team, scratch[1], output_weight, H, false, R, H);
  const sweep_time time =
      sweep_time_of(team, I(args->batchSizes), N(args->steps), args->reverse != 0, N(args->sequences), rows);
  sweep_start(&time, dh0, F(args->dhn), R);
  team_barrier(team);

  for (sweep s = sweep_begin(&time, SWEEP_BACKWARD); sweep_next(&s);) {
    float *next = sweep_rows(team, &s, doutputs, scratch[2], R);
    for (isize r = 0; r < s.count; r++)
      sweep_keep_backward(SWEEP_STATE(s, r, dh0, R), SWEEP_ROW(s, r, dy, R), SWEEP_ROW(s, r, keep, R),
                          SWEEP_ROW(s, r, dh, R), next + r * R, R);
    const float *dhidden = next;
    if (output_weight) {
      rnn_out_backward(outputs + s.row * R, out, next, s.count * R);
      float *hidden = sweep_rows(team, &s, NULL, scratch[3], H);
      sweep_product(&output, s.count, next, R, NULL, 0, hidden, H);
      dhidden = hidden;
    }
    float *dx_rows = dx + s.row * H, *du = drecurrent + s.row * H;
    rnn_activate_backward(gates + s.row * H, activation, dhidden, dx_rows, s.count * H);
    if (gain)
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_backward(dx_rows + r * H, gain, normals + (s.row + r) * H, scales[s.row + r], du + r * H, H);
    sweep_product_backward(&s, &weight, du, H, mask, dh0, sweep_rows(team, &s, NULL, scratch[2], R));
  }

  if (args->dgain < 0) return;
  team_barrier(team);
  sweep_sum_rows(team, rows, H, dx, H, normals, H, NULL, 0, F(args->dgain));
}
