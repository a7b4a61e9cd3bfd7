// Sums in a fixed order, in two stages and without atomics: the same device gives the same bits.
//
// Stage 1:  group g reduces elements g * chunk ... (g + 1) * chunk - 1 to one partial sum
// Stage 2:  one group reduces the partial sums and finishes the formula
// Column sums: an item sums `chunk` rows of one column; stage 2 is the same kernel over the partial sums
//
// LS  work-group size, a power of two; 1 on CPU devices, where an item with vectors is a whole core

#include "common.clh"
#include "column_sums.clh"

#ifndef LS
#define LS 64
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

// Sum over the group, in item 0: halves onto each other, always in this order.
static inline real group_sum(real value, local real* scratch) {
  const uint item = get_local_id(0);
  scratch[item] = value;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint half_size = LS / 2; half_size > 0; half_size >>= 1) {
    if (item < half_size) {
      scratch[item] += scratch[item + half_size];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  return scratch[0];
}

// The partial sums, each item taking every LS-th.
static inline real sum_of_partials(const ulong count, global const real* partial) {
  real sum = ZERO;
  for (ulong i = get_local_id(0); i < count; i += LS) {
    sum += partial[i];
  }
  return sum;
}

// partial[g] = sum of w * w over the group's chunk; chunk is a multiple of VW.
KERNEL square_sum(const ulong size, const ulong chunk, global const real* w, const ulong w0,
                  global real* partial) {
  local real scratch[LS];
  global const real* x = w + w0;
  const ulong start = get_group_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  const ulong vectors = (end - start) / VW;
  realv sums = (realv)(ZERO);
  for (ulong v = get_local_id(0); v < vectors; v += LS) {
    const realv value = VLOAD(v, x + start);
    sums = fma(value, value, sums);
  }
  real sum = VSUM(sums);
  for (ulong e = start + vectors * VW + get_local_id(0); e < end; e += LS) {
    sum = fma(x[e], x[e], sum);
  }
  const real total = group_sum(sum, scratch);
  if (get_local_id(0) == 0) {
    partial[get_group_id(0)] = total;
  }
}

// result = coefficient * sum of partial.
KERNEL scaled_sum(const ulong count, const real coefficient, global const real* partial,
                  global real* result, const ulong result0) {
  local real scratch[LS];
  const real total = group_sum(sum_of_partials(count, partial), scratch);
  if (get_local_id(0) == 0) {
    result[result0] = coefficient * total;
  }
}

// norm = square root of the sum of partial; the first step whose norm is not finite is remembered.
KERNEL gradient_norm(const ulong count, global const real* partial, global long* counters, const ulong counters0,
                     global real* norm, const ulong norm0) {
  local real scratch[LS];
  const real total = group_sum(sum_of_partials(count, partial), scratch);
  if (get_local_id(0) == 0) {
    norm[norm0] = sqrt(total);
    watch(sqrt(total), counters + counters0);
  }
}

// partial[g] = sum of the cross-entropies of the group's chunk; dz = sigmoid(z) - y, both times the weight of the example's
// class. A label y counts as y * sharpness + shift.
KERNEL cross_entropy(const ulong size, const ulong chunk, global const real* logits, const ulong logits0,
                     global const real* labels, const ulong labels0,
                     global real* dlogits, const ulong dlogits0, global real* partial,
                     const real sharpness, const real shift, const real negative, const real positive) {
  local real scratch[LS];
  const ulong start = get_group_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  real sum = ZERO;
  for (ulong e = start + get_local_id(0); e < end; e += LS) {
    const real z = logits[logits0 + e];
    const real label = labels[labels0 + e];
    const real y = label * sharpness + shift;
    const real weight = label > ZERO ? positive : negative;
    sum += weight * (relu_of(z) - z * y + log1p(exp(-fabs(z))));
    dlogits[dlogits0 + e] = weight * (sigmoid_of(z) - y);
  }
  const real total = group_sum(sum, scratch);
  if (get_local_id(0) == 0) {
    partial[get_group_id(0)] = total;
  }
}

// cost = (mean + penalty, mean); the first step whose cost is not finite is remembered.
KERNEL cross_entropy_cost(const ulong count, const real examples, global const real* partial,
                          global const real* penalty, const ulong penalty0,
                          global long* counters, const ulong counters0,
                          global real* cost, const ulong cost0) {
  local real scratch[LS];
  const real total = group_sum(sum_of_partials(count, partial), scratch);
  if (get_local_id(0) == 0) {
    const real mean = total / examples;
    const real with_penalty = mean + penalty[penalty0];
    cost[cost0] = with_penalty;
    cost[cost0 + 1] = mean;
    watch(with_penalty, counters + counters0);
  }
}

// out[c][j] = alpha * sum of x[i][j] over rows c * chunk ... (c + 1) * chunk - 1.
KERNEL column_sum(const ulong rows, const ulong columns, const ulong chunk, const real alpha,
                  global const real* x, const ulong x0, global real* out, const ulong out0) {
  SUM_COLUMNS(sum += VLOAD(0, x + x0 + i * columns + j);, sum += x[x0 + i * columns + j];)
}
