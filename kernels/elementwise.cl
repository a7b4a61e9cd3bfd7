// Operations on each element alone, and the gather of a batch.
//
// Layout:      row-major m x n, element e = row * n + column
// Work items:  one per element; the global size is a multiple of LS, so the last group has idle items
// Parameters:  every tensor is a buffer and the offset of its first element
//
// LS       work-group size
// CHUNKED  1 on CPU devices: descend_and_advance has a chunk of elements per item

#include "common.clh"

#ifndef LS
#define LS 64
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

// y[i][j] = x[i][j] + b[j]; y may be x.
KERNEL add_row_vector(const ulong size, const ulong columns,
                      global const real* x, const ulong x0,
                      global const real* b, const ulong b0,
                      global real* y, const ulong y0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    y[y0 + e] = x[x0 + e] + b[b0 + e % columns];
  }
}

// a = max(z, 0); a may be z.
KERNEL relu(const ulong size, global const real* z, const ulong z0, global real* a, const ulong a0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    a[a0 + e] = relu_of(z[z0 + e]);
  }
}

// dz = da where a > 0, else 0; dz may be da.
KERNEL relu_backward(const ulong size, global const real* da, const ulong da0,
                     global const real* a, const ulong a0, global real* dz, const ulong dz0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    dz[dz0 + e] = a[a0 + e] > ZERO ? da[da0 + e] : ZERO;
  }
}

// a = 1 / (1 + exp(-z)); a may be z.
KERNEL sigmoid(const ulong size, global const real* z, const ulong z0, global real* a, const ulong a0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    a[a0 + e] = sigmoid_of(z[z0 + e]);
  }
}

// dz = da * a * (1 - a); dz may be da.
KERNEL sigmoid_backward(const ulong size, global const real* da, const ulong da0,
                        global const real* a, const ulong a0, global real* dz, const ulong dz0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    const real value = a[a0 + e];
    dz[dz0 + e] = da[da0 + e] * (value * (ONE - value));
  }
}

// y = x / keep where the mask is 1, else 0; y may be x.
KERNEL dropout(const ulong size, const real keep, global const real* x, const ulong x0,
               global const uchar* mask, const ulong mask0, global real* y, const ulong y0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    y[y0 + e] = mask[mask0 + e] ? x[x0 + e] / keep : ZERO;
  }
}

// y = y + alpha * x.
KERNEL add_scaled(const ulong size, const real alpha, global const real* x, const ulong x0,
                  global real* y, const ulong y0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    y[y0 + e] += alpha * x[x0 + e];
  }
}

// theta = theta - rate * g, unless an earlier or this step's cost was not finite.
KERNEL gradient_descent(const ulong size, global const long* counters, const ulong counters0,
                        global const real* rate, const ulong rate0,
                        global const real* g, const ulong g0, global real* theta, const ulong theta0) {
  const ulong e = get_global_id(0);
  if (e < size && counters[counters0 + FIRST_BAD_STEP] < 0) {
    theta[theta0 + e] -= rate[rate0] * g[g0 + e];
  }
}

// out[i][j] = source[indices[row offset + i]][j] / divisor, from bytes.
KERNEL gather_u8(const ulong size, const ulong columns, const real divisor,
                 global const uchar* source, const ulong source0,
                 global const int* indices, const ulong indices0,
                 global const long* counters, const ulong counters0,
                 global real* out, const ulong out0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    const ulong row = indices[indices0 + counters[counters0 + ROW_OFFSET] + e / columns];
    out[out0 + e] = (real)source[source0 + row * columns + e % columns] / divisor;
  }
}

// The same from numbers of the run's precision.
KERNEL gather_real(const ulong size, const ulong columns, const real divisor,
                   global const real* source, const ulong source0,
                   global const int* indices, const ulong indices0,
                   global const long* counters, const ulong counters0,
                   global real* out, const ulong out0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    const ulong row = indices[indices0 + counters[counters0 + ROW_OFFSET] + e / columns];
    out[out0 + e] = source[source0 + row * columns + e % columns] / divisor;
  }
}

// The end of a step: the first `decayed` gradients get the L2 term's, theta = theta - rate * g for all, and one item
// moves the counters on, of which the others only read the first bad step. An item has `chunk` elements, a multiple
// of VW, or one: CHUNKED, on CPU devices, means vectors and groups of one item.
#if CHUNKED
#define DESCEND_LS 1
#else
#define DESCEND_LS LS
#endif
kernel __attribute__((reqd_work_group_size(DESCEND_LS, 1, 1))) void descend_and_advance(
    const ulong size, const ulong chunk, const ulong decayed, const real decay,
    const long batch_rows, const long total_rows, global long* counters, const ulong counters0,
    global const real* rate, const ulong rate0, global real* g, const ulong g0, global real* theta, const ulong theta0) {
  const ulong start = get_global_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  const int good = counters[counters0 + FIRST_BAD_STEP] < 0;
  const real step = good ? rate[rate0] : ZERO;
  ulong e = start;
#if CHUNKED
  const ulong both = min(end, decayed);
  for (; e + VW <= both; e += VW) {
    const realv value = VLOAD(0, theta + theta0 + e);
    const realv gradient = VLOAD(0, g + g0 + e) + decay * value;
    VSTORE(gradient, 0, g + g0 + e);
    if (good) {
      VSTORE(value - step * gradient, 0, theta + theta0 + e);
    }
  }
  for (; e >= decayed && e + VW <= end && good; e += VW) {
    VSTORE(VLOAD(0, theta + theta0 + e) - step * VLOAD(0, g + g0 + e), 0, theta + theta0 + e);
  }
#endif
  for (; e < end; ++e) {
    real gradient = g[g0 + e];
    if (e < decayed) {
      gradient += decay * theta[theta0 + e];
      g[g0 + e] = gradient;
    }
    if (good) {
      theta[theta0 + e] -= step * gradient;
    }
  }
  if (start == 0 && good) {
    global long* state = counters + counters0;
    const long next = state[ROW_OFFSET] + batch_rows;
    state[STEP] += 1;
    state[ROW_OFFSET] = next + batch_rows <= total_rows ? next : 0;
  }
}

// The last kernel of a step: one item moves the counters on, unless a cost was not finite.
kernel __attribute__((reqd_work_group_size(1, 1, 1))) void advance(
    const long batch_rows, const long total_rows, global long* counters, const ulong counters0) {
  global long* state = counters + counters0;
  if (state[FIRST_BAD_STEP] < 0) {
    const long next = state[ROW_OFFSET] + batch_rows;
    state[STEP] += 1;
    state[ROW_OFFSET] = next + batch_rows <= total_rows ? next : 0;
  }
}
