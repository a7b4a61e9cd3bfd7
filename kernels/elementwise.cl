// Operations on each element alone, and the end of a step.
//
// Layout:      row-major m x n, element e = row * n + column
// Work items:  one per element; the global size is a multiple of LS, so the last group has idle items
// Parameters:  every tensor is a buffer and the offset of its first element
//
// LS       work-group size
// CHUNKED  1 on CPU devices: gradient_descent has a chunk of elements per item

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

// a = f(z), f by its number, NaN for a number that there is not; a may be z.
KERNEL activate(const ulong size, const uint f, global const real* z, const ulong z0, global real* a, const ulong a0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    const real value = z[z0 + e];
    a[a0 + e] = f == 0   ? ACTIVATE_0(real, value)
                : f == 1 ? ACTIVATE_1(real, value)
                : f == 2 ? ACTIVATE_2(real, value)
                : f == 3 ? ACTIVATE_3(real, value)
                         : (real)(NAN);
  }
}

static inline real back(const uint f, const real da, const real a) {
  return f == 0   ? BACK_0(real, da, a)
         : f == 1 ? BACK_1(real, da, a)
         : f == 2 ? BACK_2(real, da, a)
         : f == 3 ? BACK_3(real, da, a)
                  : (real)(NAN);
}

// dz = da * f'(a), f by its number; dz may be da.
KERNEL activate_backward(const ulong size, const uint f, global const real* da, const ulong da0,
                         global const real* a, const ulong a0, global real* dz, const ulong dz0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    dz[dz0 + e] = back(f, da[da0 + e], a[a0 + e]);
  }
}

// dz = mask ? da / keep * f'(keep * a) : 0, f by its number; dz may be da.
KERNEL masked_activate_backward(const ulong size, const uint f, const real keep, global const uchar* mask,
                                const ulong mask0, global const real* da, const ulong da0,
                                global const real* a, const ulong a0, global real* dz, const ulong dz0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    dz[dz0 + e] = mask[mask0 + e] ? back(f, da[da0 + e] / keep, keep * a[a0 + e]) : ZERO;
  }
}

// y = x / keep where the mask is 1, else 0; y may be x.
KERNEL apply_mask(const ulong size, const real keep, global const real* x, const ulong x0,
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

// A step further, and `rows` examples; behind the last of `total` the next epoch.
static inline void move_on(global long* state, const long rows, const long total) {
  const long next = state[ROW_OFFSET] + rows;
  state[STEP] += 1;
  state[ROW_OFFSET] = next < total ? next : 0;
  state[EPOCH] += next < total ? 0 : 1;
}

// Plain descent: the first `decayed` gradients get the L2 term's, then theta = theta - rate * g for all, unless an earlier
// or this step's cost was not finite. Where `rows` is not 0 one item moves the counters on as well, of which the others
// only read the first bad step. An item has `chunk` elements, a multiple of VW, or one: CHUNKED, on CPU devices, means
// vectors and groups of one item.
#if CHUNKED
#define UPDATE_LS 1
#else
#define UPDATE_LS LS
#endif
kernel __attribute__((reqd_work_group_size(UPDATE_LS, 1, 1))) void gradient_descent(
    const ulong size, const ulong chunk, const ulong decayed, const real decay,
    const long rows, const long total, global long* counters, const ulong counters0,
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
  if (start == 0 && good && rows > 0) {
    move_on(counters + counters0, rows, total);
  }
}

// Descent with momentum mu: v = mu * v + g, theta = theta - rate * v, or rate * (g + mu * v) where `ahead` is not 0; the
// L2 term and bad steps as above.
KERNEL momentum(const ulong size, const ulong decayed, const real decay, const real mu, const uint ahead,
                global const long* counters, const ulong counters0, global const real* rate, const ulong rate0,
                global real* g, const ulong g0, global real* v, const ulong v0, global real* theta, const ulong theta0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    real gradient = g[g0 + e];
    if (e < decayed) {
      gradient += decay * theta[theta0 + e];
      g[g0 + e] = gradient;
    }
    if (counters[counters0 + FIRST_BAD_STEP] < 0) {
      const real velocity = gradient + mu * v[v0 + e];
      v[v0 + e] = velocity;
      theta[theta0 + e] -= rate[rate0] * (ahead ? gradient + mu * velocity : velocity);
    }
  }
}

// The last kernel of a step: one item moves the counters on, unless a cost was not finite.
kernel __attribute__((reqd_work_group_size(1, 1, 1))) void advance(
    const long rows, const long total, global long* counters, const ulong counters0) {
  if (counters[counters0 + FIRST_BAD_STEP] < 0) {
    move_on(counters + counters0, rows, total);
  }
}
