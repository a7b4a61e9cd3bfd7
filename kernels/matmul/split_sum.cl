// C = alpha * (sum of the parts of a product that was split along k), second stage of matmul_tiled.
//
// Layout:      part p of `parts` is an m x n matrix, row-major, at partial + p * size with size = m * n
// Work group:  LS items, one element of C each; neighbouring items read neighbouring elements
// Order:       the parts are added from first to last, so the same product has the same bits
//
// LS  items of a group

#include "matmul/matmul.clh"

#ifndef LS
#define LS 64
#endif

kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void matmul_split_sum(
    const ulong size, const ulong n, const ulong parts, const real alpha,
    global const real* restrict partial, global const real* bias, const ulong bias0,
    global real* c_buffer, const ulong c0 EPILOGUE_PARAMETERS) {
  const ulong e = get_global_id(0);
  if (e < size) {
    real sum = partial[e];
    // Unrolled so that several loads are on their way; the additions stay in their order.
#pragma unroll 8
    for (ulong p = 1; p < parts; ++p) {
      sum += partial[p * size + e];
    }
    real value = FINISH(sum, e % n);
    DROP_VALUES(e, 1, 1, 0, &value);
    c_buffer[c0 + e] = value;
  }
}
