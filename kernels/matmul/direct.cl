// C = alpha * op(A) op(B) for CPU devices: no local memory, vectors along the contiguous direction.
//
// Layout:      row-major; C is m x n, the sums have length k (forms: matmul.clh)
// Work group:  one item, which computes a block of C
//   NT         both operands are contiguous along k: BLOCK_M x BLOCK_N sums, each in a vector of
//              VW partial sums along k that are added at the end
//   NN, TN     B and C are contiguous along n: BLOCK_M rows of COLUMN_VECTORS vectors of columns
// Edges:       NT reads the last row (column) again instead of one outside, and does not store it;
//              NN and TN compute columns that do not fill a block by single vectors, then one by one
//
// BLOCK_M, BLOCK_N   rows and columns of a block
// COLUMN_VECTORS     vectors of VW columns of a block (NN, TN)

// Dropout draws in vectors.
#define PHILOX_LANES 16

#include "matmul/matmul.clh"

#ifndef BLOCK_M
#define BLOCK_M 4
#endif
#ifndef BLOCK_N
#define BLOCK_N 4
#endif
#ifndef COLUMN_VECTORS
#define COLUMN_VECTORS 4
#endif

#if FORM != NT && EPILOGUE != 0
#error "the epilogue belongs to the forward product, which is NT"
#endif

#define BLOCK_COLUMNS (COLUMN_VECTORS * VW)

#if EPILOGUE == 2
// Blocks of four words that a row of a block of C touches at most, and the drawings of all its rows.
#define ROW_WORDS ((BLOCK_N + 2) / 4 + 1)
#define DRAWINGS ((BLOCK_M * ROW_WORDS + PHILOX_LANES - 1) / PHILOX_LANES)
#endif

kernel __attribute__((reqd_work_group_size(1, 1, 1))) void matmul_direct(
    const ulong m, const ulong n, const ulong k, const real alpha,
    global const real* a_buffer, const ulong a0, global const real* b_buffer, const ulong b0,
    global const real* bias, const ulong bias0, global real* c_buffer, const ulong c0 EPILOGUE_PARAMETERS) {
  global const real* a = a_buffer + a0;
  global const real* b = b_buffer + b0;
  global real* c = c_buffer + c0;

#if FORM == NT
  const ulong first_column = get_group_id(0) * BLOCK_N;
  const ulong first_row = get_group_id(1) * BLOCK_M;
  global const real* left[BLOCK_M];
  global const real* right[BLOCK_N];
  realv acc[BLOCK_M][BLOCK_N];
#pragma unroll
  for (uint i = 0; i < BLOCK_M; ++i) {
    left[i] = a + min(first_row + i, m - 1) * k;
#pragma unroll
    for (uint j = 0; j < BLOCK_N; ++j) {
      acc[i][j] = (realv)(ZERO);
    }
  }
#pragma unroll
  for (uint j = 0; j < BLOCK_N; ++j) {
    right[j] = b + min(first_column + j, n - 1) * k;
  }

  const ulong vectors = k / VW;
  for (ulong v = 0; v < vectors; ++v) {
    realv column[BLOCK_N];
#pragma unroll
    for (uint j = 0; j < BLOCK_N; ++j) {
      column[j] = VLOAD(v, right[j]);
    }
#pragma unroll
    for (uint i = 0; i < BLOCK_M; ++i) {
      const realv row = VLOAD(v, left[i]);
#pragma unroll
      for (uint j = 0; j < BLOCK_N; ++j) {
        acc[i][j] = fma(row, column[j], acc[i][j]);
      }
    }
  }

#if EPILOGUE == 2
  // Rows are shorter than a drawing, so the rows of a block share one: a lane for each block of words.
  uint drawn[DRAWINGS * PHILOX_LANES];
  const ulong step = DROPOUT_STEP;
  for (uint lane = 0; lane < BLOCK_M * ROW_WORDS; lane += PHILOX_LANES) {
    const ulong16 number = convert_ulong16(lane + LANE_NUMBERS);
    const ulong16 row = number / ROW_WORDS;
    const ulong16 block =
        (first_element + (first_row + row) * n + first_column) / 4 + (number - row * ROW_WORDS);
    vstore16(draw_blocks(convert_uint16(block), convert_uint16(block >> 32), seed, layer, threshold, step), 0,
             drawn + lane);
  }
#endif

#pragma unroll
  for (uint i = 0; i < BLOCK_M; ++i) {
    if (first_row + i < m) {
      const ulong first = (first_row + i) * n + first_column;
      const uint columns = (uint)min((ulong)BLOCK_N, n - first_column);
      real line[BLOCK_N];
#pragma unroll
      for (uint j = 0; j < BLOCK_N; ++j) {
        if (j < columns) {
          real sum = VSUM(acc[i][j]);
          for (ulong l = vectors * VW; l < k; ++l) {
            sum = fma(left[i][l], right[j][l], sum);
          }
          line[j] = FINISH(sum, first_column + j);
        }
      }
#if EPILOGUE == 2
      const uchar* kept = (const uchar*)(drawn + i * ROW_WORDS) + (first_element + first) % 4;
#pragma unroll
      for (uint j = 0; j < BLOCK_N; ++j) {
        if (j < columns) {
          mask[mask0 + first + j] = kept[j];
          line[j] = kept[j] ? line[j] / keep : ZERO;
        }
      }
#endif
#pragma unroll
      for (uint j = 0; j < BLOCK_N; ++j) {
        if (j < columns) {
          c[first + j] = line[j];
        }
      }
    }
  }
#else
  // Blocks of one column panel follow each other, so that its part of B is still in the cache.
  const ulong first_row = get_group_id(0) * BLOCK_M;
  const ulong first_column = get_group_id(1) * BLOCK_COLUMNS;
  const uint rows = (uint)min((ulong)BLOCK_M, m - first_row);

  if (first_column + BLOCK_COLUMNS <= n) {
    realv acc[BLOCK_M][COLUMN_VECTORS];
#pragma unroll
    for (uint i = 0; i < BLOCK_M; ++i) {
#pragma unroll
      for (uint j = 0; j < COLUMN_VECTORS; ++j) {
        acc[i][j] = (realv)(ZERO);
      }
    }
    for (ulong l = 0; l < k; ++l) {
      global const real* panel = b + l * n + first_column;
      realv right[COLUMN_VECTORS];
#pragma unroll
      for (uint j = 0; j < COLUMN_VECTORS; ++j) {
        right[j] = VLOAD(j, panel);
      }
#pragma unroll
      for (uint i = 0; i < BLOCK_M; ++i) {
        const realv left = (realv)(a[A_INDEX(min(first_row + i, m - 1), l)]);
#pragma unroll
        for (uint j = 0; j < COLUMN_VECTORS; ++j) {
          acc[i][j] = fma(left, right[j], acc[i][j]);
        }
      }
    }
#pragma unroll
    for (uint i = 0; i < BLOCK_M; ++i) {
      if (i < rows) {
#pragma unroll
        for (uint j = 0; j < COLUMN_VECTORS; ++j) {
          VSTORE(alpha * acc[i][j], j, c + (first_row + i) * n + first_column);
        }
      }
    }
  } else {
    ulong column = first_column;
    for (; column + VW <= n; column += VW) {
      realv acc[BLOCK_M];
#pragma unroll
      for (uint i = 0; i < BLOCK_M; ++i) {
        acc[i] = (realv)(ZERO);
      }
      for (ulong l = 0; l < k; ++l) {
        const realv right = VLOAD(0, b + l * n + column);
#pragma unroll
        for (uint i = 0; i < BLOCK_M; ++i) {
          acc[i] = fma((realv)(a[A_INDEX(min(first_row + i, m - 1), l)]), right, acc[i]);
        }
      }
#pragma unroll
      for (uint i = 0; i < BLOCK_M; ++i) {
        if (i < rows) {
          VSTORE(alpha * acc[i], 0, c + (first_row + i) * n + column);
        }
      }
    }
    for (; column < n; ++column) {
      real acc[BLOCK_M];
#pragma unroll
      for (uint i = 0; i < BLOCK_M; ++i) {
        acc[i] = ZERO;
      }
      for (ulong l = 0; l < k; ++l) {
        const real right = b[B_INDEX(l, column)];
#pragma unroll
        for (uint i = 0; i < BLOCK_M; ++i) {
          acc[i] = fma(a[A_INDEX(min(first_row + i, m - 1), l)], right, acc[i]);
        }
      }
#pragma unroll
      for (uint i = 0; i < BLOCK_M; ++i) {
        if (i < rows) {
          c[(first_row + i) * n + column] = FINISH(acc[i], column);
        }
      }
    }
  }
#endif
}
