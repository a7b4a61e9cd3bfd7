// C = alpha * op(A) op(B) for GPUs: tiles of both operands in local memory, a block of C per item.
//
// Layout:      row-major; C is m x n, the sums have length k (forms: matmul.clh)
// Work group:  (TILE_N / WORK_N) x (TILE_M / WORK_M) items compute a TILE_M x TILE_N block of C
// Edges:       elements outside the operands are loaded as zero and not stored
//
// The plain loop:  for i, j:  C[i][j] = alpha * sum over l of A(i, l) * B(l, j)
//
// TILE_M, TILE_N  block of C of a group       TILE_K  length of a tile
// WORK_M, WORK_N  block of C of an item; its rows (columns) lie TILE_M / WORK_M (TILE_N / WORK_N) apart,
//                 so that neighbouring items read neighbouring words of local memory

#include "matmul.clh"

#ifndef TILE_M
#define TILE_M 64
#endif
#ifndef TILE_N
#define TILE_N 64
#endif
#ifndef TILE_K
#define TILE_K 16
#endif
#ifndef WORK_M
#define WORK_M 4
#endif
#ifndef WORK_N
#define WORK_N 4
#endif

#define ITEMS_M (TILE_M / WORK_M)
#define ITEMS_N (TILE_N / WORK_N)
#define ITEMS (ITEMS_M * ITEMS_N)
// One word of padding: a tile written along k would otherwise hit one bank.
#define STRIDE_M (TILE_M + 1)
#define STRIDE_N (TILE_N + 1)

kernel __attribute__((reqd_work_group_size(ITEMS_N, ITEMS_M, 1))) void matmul_tiled(
    const ulong m, const ulong n, const ulong k, const real alpha,
    global const real* a_buffer, const ulong a0, global const real* b_buffer, const ulong b0,
    global const real* bias, const ulong bias0, global real* c_buffer, const ulong c0) {
  local real tile_a[TILE_K * STRIDE_M];
  local real tile_b[TILE_K * STRIDE_N];
  global const real* a = a_buffer + a0;
  global const real* b = b_buffer + b0;
  global real* c = c_buffer + c0;

  const uint item_n = get_local_id(0);
  const uint item_m = get_local_id(1);
  const uint item = item_m * ITEMS_N + item_n;
  const ulong first_row = get_group_id(1) * TILE_M;
  const ulong first_column = get_group_id(0) * TILE_N;

  real acc[WORK_M][WORK_N];
#pragma unroll
  for (uint i = 0; i < WORK_M; ++i) {
#pragma unroll
    for (uint j = 0; j < WORK_N; ++j) {
      acc[i][j] = ZERO;
    }
  }

  for (ulong first_k = 0; first_k < k; first_k += TILE_K) {
    // Load the tiles; neighbouring items read neighbouring addresses of each operand.
    for (uint e = item; e < TILE_M * TILE_K; e += ITEMS) {
#if FORM == TN
      const uint i = e % TILE_M;
      const uint l = e / TILE_M;
#else
      const uint l = e % TILE_K;
      const uint i = e / TILE_K;
#endif
      const ulong row = first_row + i;
      const ulong depth = first_k + l;
      tile_a[l * STRIDE_M + i] = row < m && depth < k ? a[A_INDEX(row, depth)] : ZERO;
    }
    for (uint e = item; e < TILE_N * TILE_K; e += ITEMS) {
#if FORM == NT
      const uint l = e % TILE_K;
      const uint j = e / TILE_K;
#else
      const uint j = e % TILE_N;
      const uint l = e / TILE_N;
#endif
      const ulong column = first_column + j;
      const ulong depth = first_k + l;
      tile_b[l * STRIDE_N + j] = column < n && depth < k ? b[B_INDEX(depth, column)] : ZERO;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    // Multiply.
    for (uint l = 0; l < TILE_K; ++l) {
      real left[WORK_M];
      real right[WORK_N];
#pragma unroll
      for (uint i = 0; i < WORK_M; ++i) {
        left[i] = tile_a[l * STRIDE_M + item_m + i * ITEMS_M];
      }
#pragma unroll
      for (uint j = 0; j < WORK_N; ++j) {
        right[j] = tile_b[l * STRIDE_N + item_n + j * ITEMS_N];
      }
#pragma unroll
      for (uint i = 0; i < WORK_M; ++i) {
#pragma unroll
        for (uint j = 0; j < WORK_N; ++j) {
          acc[i][j] = fma(left[i], right[j], acc[i][j]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }  // tiles along k

  // Store.
#pragma unroll
  for (uint i = 0; i < WORK_M; ++i) {
    const ulong row = first_row + item_m + i * ITEMS_M;
#pragma unroll
    for (uint j = 0; j < WORK_N; ++j) {
      const ulong column = first_column + item_n + j * ITEMS_N;
      if (row < m && column < n) {
        c[row * n + column] = FINISH(acc[i][j], column);
      }
    }
  }
}
