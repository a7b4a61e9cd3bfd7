// C = alpha * op(A) op(B) for CPU devices: blocks of both operands packed where the core's caches are.
//
// Layout:      row-major; C is m x n, the sums have length k (forms: matmul.clh)
// Work group:  one item, which computes block_rows x block_columns of C without any barrier
// Order:       K in steps of at most BLOCK_K (the same length each, except the last)
//                pack the step's rows of A: strips of STRIP rows, STRIP elements for each l
//                for each panel of PANEL columns
//                  pack the panel of B: PANEL elements for each l
//                  for each strip: STRIP x COLUMN_VECTORS vectors of sums stay in registers
//              so A's block is read from the second-level cache once a panel, B's panel from the first
// Edges:       rows and columns outside are packed as copies of the last one or as zero, and not stored
// Source:      K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication", TOMS 2008
//
// BLOCK_M, BLOCK_K   largest packed block of A; BLOCK_M is a multiple of STRIP
// STRIP              rows of a register block, a multiple of 4
// COLUMN_VECTORS     vectors of VW columns of a register block

// Dropout draws in vectors.
#define PHILOX_LANES 16
#include "matmul/matmul.clh"
#include "matmul/panels.clh"

#ifndef BLOCK_M
#define BLOCK_M 240
#endif
#ifndef BLOCK_K
#define BLOCK_K 256
#endif
#ifndef STRIP
#define STRIP 12
#endif
#ifndef COLUMN_VECTORS
#define COLUMN_VECTORS 2
#endif

#ifndef PACKED_A
#define PACKED_A 0
#endif
#ifndef PACKED_B
#define PACKED_B 0
#endif

#define PANEL (COLUMN_VECTORS * VW)

#if PACKED_A
#define SPACE_A global
#else
#define SPACE_A local
#endif
#if PACKED_B
#define SPACE_B global
#else
#define SPACE_B local
#endif

#if EPILOGUE == 0
#define FINISH_VECTOR(sum, j) (alpha * (sum))
#else
#define FINISH_VECTOR(sum, j) activated_vector(alpha * (sum) + VLOAD(0, bias + bias0 + (j)))
static inline realv activated_vector(realv z) { return ACTIVATE(realv, z); }
#endif

kernel __attribute__((reqd_work_group_size(1, 1, 1))) void matmul_packed(
    const ulong m, const ulong n, const ulong k, const real alpha,
    global const real* a_buffer, const ulong a0, global const real* b_buffer, const ulong b0,
    global const real* bias, const ulong bias0, global real* c_buffer, const ulong c0 EPILOGUE_PARAMETERS,
    const uint block_rows, const uint block_columns, const uint block_k) {
#if PACKED_A
  const ulong strips = (m + STRIP - 1) / STRIP * STRIP;
#else
  local real packed_a[BLOCK_M * BLOCK_K];
#endif
#if PACKED_B
  const ulong panels = (n + PANEL - 1) / PANEL * PANEL;
#else
  local real packed_b[PANEL * BLOCK_K];
#endif
  global const real* a = a_buffer + a0;
  global const real* b = b_buffer + b0;

  const ulong first_row = get_group_id(0) * block_rows;
  const ulong first_column = get_group_id(1) * block_columns;
  const uint rows = (uint)min((ulong)block_rows, m - first_row);
  const uint columns = (uint)min((ulong)block_columns, n - first_column);

  for (ulong first_k = 0; first_k < k; first_k += block_k) {
    const uint length = (uint)min((ulong)block_k, k - first_k);
    const bool starts = first_k == 0;
    const bool ends = first_k + length == k;

#if PACKED_A
    global const real* packed_a = a + first_k * strips + first_row * length;
#else
    for (uint row = 0; row < rows; row += STRIP) {
      const uint valid = min((uint)STRIP, rows - row);
      local real* strip = packed_a + row * length;
#if FORM == TN
      pack_rows(a + first_k * m + first_row + row, m, valid, STRIP, length, strip);
#else
      pack_transposed(a + (first_row + row) * k + first_k, k, valid, STRIP, length, strip);
#endif
    }
#endif

    for (uint column = 0; column < columns; column += PANEL) {
      const uint panel = min((uint)PANEL, columns - column);
#if PACKED_B
      global const real* packed_b = b + first_k * panels + (first_column + column) * length;
#elif FORM == NT
      pack_transposed(b + (first_column + column) * k + first_k, k, panel, PANEL, length, packed_b);
#else
      pack_rows(b + first_k * n + first_column + column, n, panel, PANEL, length, packed_b);
#endif

      for (uint row = 0; row < rows; row += STRIP) {
        SPACE_A const real* left = packed_a + row * length;
        SPACE_B const real* right = packed_b;
        realv acc[STRIP][COLUMN_VECTORS];
#pragma unroll
        for (uint i = 0; i < STRIP; ++i) {
#pragma unroll
          for (uint j = 0; j < COLUMN_VECTORS; ++j) {
            acc[i][j] = (realv)(ZERO);
          }
        }
        for (uint l = 0; l < length; ++l) {
          realv line[COLUMN_VECTORS];
#pragma unroll
          for (uint j = 0; j < COLUMN_VECTORS; ++j) {
            line[j] = VLOAD(j, right);
          }
#pragma unroll
          for (uint i = 0; i < STRIP; ++i) {
            const realv factor = (realv)(left[i]);
#pragma unroll
            for (uint j = 0; j < COLUMN_VECTORS; ++j) {
              acc[i][j] = fma(factor, line[j], acc[i][j]);
            }
          }
          left += STRIP;
          right += PANEL;
        }

        const uint valid = min((uint)STRIP, rows - row);
        const ulong j0 = first_column + column;
        global real* c = c_buffer + c0 + (first_row + row) * n + j0;
        if (panel == PANEL) {
#pragma unroll
          for (uint i = 0; i < STRIP; ++i) {
            if (i < valid) {
#pragma unroll
              for (uint j = 0; j < COLUMN_VECTORS; ++j) {
                const realv sum = starts ? acc[i][j] : VLOAD(j, c + i * n) + acc[i][j];
                VSTORE(ends ? FINISH_VECTOR(sum, j0 + j * VW) : sum, j, c + i * n);
              }
            }
          }
        } else {
#pragma unroll
          for (uint i = 0; i < STRIP; ++i) {
            if (i < valid) {
              real line[PANEL];
#pragma unroll
              for (uint j = 0; j < COLUMN_VECTORS; ++j) {
                VSTORE(acc[i][j], j, line);
              }
              for (uint j = 0; j < panel; ++j) {
                const real sum = starts ? line[j] : c[i * n + j] + line[j];
                c[i * n + j] = ends ? FINISH(sum, j0 + j) : sum;
              }
            }
          }
        }
      }
    }
  }

#if EPILOGUE == 2
  // Row by row of the block, since a row of a panel is less than a drawing; C is still in the cache.
  const ulong step = DROPOUT_STEP;
  const uint together = columns == n ? rows : 1;
  for (uint row = 0; row < rows; row += together) {
    const ulong start = (first_row + row) * n + first_column;
    drop(start, start + (ulong)together * columns, first_element, seed, layer, threshold, step, keep, mask + mask0,
         c_buffer + c0, c_buffer + c0);
  }
#endif
}
