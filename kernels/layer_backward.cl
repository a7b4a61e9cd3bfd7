// What the gradient of a layer's output becomes behind its dropout and activation, in place, and its sums of columns in
// the same pass: out[c][j] as in column_sums.clh. Where there are several chunks, column_sum adds them up (reduction.cl).
//
// ACTIVATION  of the layer, by its number
// LS          work-group size
// CHUNKED     1 on CPU devices: an item takes vectors of columns

#ifndef ACTIVATION
#error "the gradient of a layer needs to know its ACTIVATION"
#endif

#include "common.clh"
#include "column_sums.clh"

#ifndef LS
#define LS 64
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

// dz = da / keep * f'(a). A layer with dropout can have this only if its activation is ReLU, which is positive only where
// the mask kept it; without dropout keep is 1.
KERNEL layer_backward(const ulong rows, const ulong columns, const ulong chunk, const real alpha, const real keep,
                      global const real* a, const ulong a0, global real* dz, const ulong dz0,
                      global real* out, const ulong out0) {
  SUM_COLUMNS(
      const realv v = BACK(realv, VLOAD(0, dz + dz0 + i * columns + j) / keep, VLOAD(0, a + a0 + i * columns + j));
      VSTORE(v, 0, dz + dz0 + i * columns + j);
      sum += v;,
      const real v = BACK(real, dz[dz0 + i * columns + j] / keep, a[a0 + i * columns + j]);
      dz[dz0 + i * columns + j] = v;
      sum += v;)
}

// dz = mask ? da / keep * f'(keep * a) : 0: with dropout behind any activation.
KERNEL masked_layer_backward(const ulong rows, const ulong columns, const ulong chunk, const real alpha, const real keep,
                             global const uchar* mask, const ulong mask0, global const real* a, const ulong a0,
                             global real* dz, const ulong dz0, global real* out, const ulong out0) {
  SUM_COLUMNS(
      const realv value = keep * VLOAD(0, a + a0 + i * columns + j);
      const realv kept = TO_REALV(BYTES(0, mask + mask0 + i * columns + j));
      const realv v =
          kept > ZERO ? BACK(realv, VLOAD(0, dz + dz0 + i * columns + j) / keep, value) : (realv)(ZERO);
      VSTORE(v, 0, dz + dz0 + i * columns + j);
      sum += v;,
      const real value = keep * a[a0 + i * columns + j];
      const real v =
          mask[mask0 + i * columns + j] ? BACK(real, dz[dz0 + i * columns + j] / keep, value) : ZERO;
      dz[dz0 + i * columns + j] = v;
      sum += v;)
}
