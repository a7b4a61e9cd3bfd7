// The end of a step: the update of all parameters, which lie in one block, and the state's advance.
//
// Layout:      parameters, gradients and what a rule remembers are vectors of `size` elements with the same layout
// Work items:  of gradient_descent and adam on CPU devices one per chunk of elements, in groups of one, with vectors; of
//              adam on GPUs one per few elements, a whole range apart; else one per element
// Rates:       that of a step lies at step mod `rates`
// Clipping:    where limit > 0, gradients are multiplied by min(1, limit / (norm + 1e-6)); they stay as they are
// L2 term:     the first `decayed` gradients g become g + decay * theta
// Bad steps:   once a cost was not finite, theta and what a rule remembers stay as they are
//
// LS       work-group size
// CHUNKED  1 on CPU devices

#include "common.clh"

#ifndef LS
#define LS 64
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif
#if CHUNKED
#define UPDATE_LS 1
#else
#define UPDATE_LS LS
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

// A step further, and `rows` examples; behind the last of `total` the next epoch.
static inline void move_on(global long* state, const long rows, const long total) {
  const long next = state[ROW_OFFSET] + rows;
  state[STEP] += 1;
  state[ROW_OFFSET] = next < total ? next : 0;
  state[EPOCH] += next < total ? 0 : 1;
}

// The rate of this step. Where there is one for all, the step is not looked at, which gradient_descent may be changing.
static inline real rate_of(const ulong rates, global const real* rate, global const long* state) {
  return rate[rates == 1 ? 0 : (ulong)state[STEP] % rates];
}

static inline real factor_of(const real limit, global const real* norm) {
  return limit > ZERO ? fmin(ONE, limit / (norm[0] + (real)1e-6)) : ONE;
}

// Plain descent: theta = theta - rate * g. Where `rows` is not 0 one item moves the counters on as well, of which the
// others only read the first bad step. An item has `chunk` elements, a multiple of VW, or one.
kernel __attribute__((reqd_work_group_size(UPDATE_LS, 1, 1))) void gradient_descent(
    const ulong size, const ulong chunk, const ulong decayed, const real decay,
    const long rows, const long total, global long* counters, const ulong counters0,
    const ulong rates, global const real* rate, const ulong rate0,
    const real limit, global const real* norm, const ulong norm0, global real* g, const ulong g0, global real* theta, const ulong theta0) {
  const ulong start = get_global_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  const int good = counters[counters0 + FIRST_BAD_STEP] < 0;
  const real step = good ? rate_of(rates, rate + rate0, counters + counters0) * factor_of(limit, norm + norm0) : ZERO;
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

// Descent with momentum mu: v = mu * v + g, theta = theta - rate * v, or rate * (g + mu * v) where `ahead` is not 0.
KERNEL momentum(const ulong size, const ulong decayed, const real decay, const real mu, const uint ahead,
                global const long* counters, const ulong counters0,
                const ulong rates, global const real* rate, const ulong rate0,
                const real limit, global const real* norm, const ulong norm0,
                global real* g, const ulong g0, global real* v, const ulong v0, global real* theta, const ulong theta0) {
  const ulong e = get_global_id(0);
  if (e < size) {
    real gradient = g[g0 + e];
    if (e < decayed) {
      gradient += decay * theta[theta0 + e];
      g[g0 + e] = gradient;
    }
    if (limit > ZERO) {
      gradient *= factor_of(limit, norm + norm0);
    }
    if (counters[counters0 + FIRST_BAD_STEP] < 0) {
      const real velocity = gradient + mu * v[v0 + e];
      v[v0 + e] = velocity;
      theta[theta0 + e] -= rate_of(rates, rate + rate0, counters + counters0) * (ahead ? gradient + mu * velocity : velocity);
    }
  }
}

// Adam: m = m + new1 * (g - m), v = v + new2 * (g * g - v), with new = 1 - beta; then
//   theta = theta - rate * weight_decay * theta - rate / c1 * m / (sqrt(v) / sqrt(c2) + epsilon),
// c = 1 - beta^(step + 1). Powers of beta lose all digits that count in fp32, near 1; -expm1((step + 1) * log(beta)), with
// the logarithms from the host, loses none.
#define ADAM_STEP(T, LOAD, STORE)                                                        \
  {                                                                                      \
    T gradient = LOAD(g + g0 + e);                                                       \
    T value = LOAD(theta + theta0 + e);                                                  \
    if (e < decayed) {                                                                   \
      gradient += decay * value;                                                         \
      STORE(gradient, g + g0 + e);                                                       \
    }                                                                                    \
    if (good) {                                                                          \
      gradient *= factor;                                                                \
      T first = LOAD(m + m0 + e);                                                        \
      T second = LOAD(v + v0 + e);                                                       \
      first += new1 * (gradient - first);                                                \
      second += new2 * (gradient * gradient - second);                                   \
      STORE(first, m + m0 + e);                                                          \
      STORE(second, v + v0 + e);                                                         \
      value *= kept;                                                                     \
      value -= length * (first / (sqrt(second) / root2 + epsilon));                      \
      STORE(value, theta + theta0 + e);                                                  \
    }                                                                                    \
  }
#define LOAD_ONE(p) (*(p))
#define STORE_ONE(x, p) (*(p) = (x))
#define LOAD_VECTOR(p) VLOAD(0, p)
#define STORE_VECTOR(x, p) VSTORE(x, 0, p)

kernel __attribute__((reqd_work_group_size(UPDATE_LS, 1, 1))) void adam(
    const ulong size, const ulong chunk, const ulong decayed, const real decay,
    const real new1, const real log1, const real new2, const real log2, const real epsilon, const real weight_decay,
    global const long* counters, const ulong counters0, const ulong rates, global const real* rate, const ulong rate0,
    const real limit, global const real* norm, const ulong norm0,
    global real* g, const ulong g0, global real* m, const ulong m0, global real* v, const ulong v0,
    global real* theta, const ulong theta0) {
  const int good = counters[counters0 + FIRST_BAD_STEP] < 0;
  const real steps = (real)(counters[counters0 + STEP] + 1);
  const real this_rate = rate_of(rates, rate + rate0, counters + counters0);
  const real length = this_rate / -expm1(steps * log1);
  const real root2 = sqrt(-expm1(steps * log2));
  const real kept = ONE - this_rate * weight_decay;
  const real factor = factor_of(limit, norm + norm0);
#if CHUNKED
  const ulong start = get_global_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  const ulong both = min(end, decayed);
  ulong e = start;
  for (; e + VW <= both; e += VW) ADAM_STEP(realv, LOAD_VECTOR, STORE_VECTOR)
  for (; e >= decayed && e + VW <= end; e += VW) ADAM_STEP(realv, LOAD_VECTOR, STORE_VECTOR)
  for (; e < end; ++e) ADAM_STEP(real, LOAD_ONE, STORE_ONE)
#else
  for (ulong e = get_global_id(0); e < size; e += get_global_size(0)) ADAM_STEP(real, LOAD_ONE, STORE_ONE)
#endif
}

// The last kernel of a step: one item moves the counters on, unless a cost was not finite.
kernel __attribute__((reqd_work_group_size(1, 1, 1))) void advance(
    const long rows, const long total, global long* counters, const ulong counters0) {
  if (counters[counters0 + FIRST_BAD_STEP] < 0) {
    move_on(counters + counters0, rows, total);
  }
}
