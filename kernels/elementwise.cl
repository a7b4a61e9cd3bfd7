// Operations on each element alone.
//
// Layout:      row-major m x n, element e = row * n + column
// Work items:  one per element; the global size is a multiple of LS, so the last group has idle items
// Parameters:  every tensor is a buffer and the offset of its first element
//
// LS  work-group size

#include "common.clh"

#ifndef LS
#define LS 64
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
