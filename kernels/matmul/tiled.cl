// C = alpha * op(A) op(B) for GPUs: tiles of both operands in local memory, a block of C per item.
//
// The plain loop:  for i, j:  C[i][j] = alpha * sum over l of A(i, l) * B(l, j)
//
// Layout:      row-major; C is m x n, the sums have length k (forms: matmul.clh)
// Work group:  ITEMS = (TILE_M / WORK_M) * (TILE_N / WORK_N) items, one-dimensional, compute a block
//              of TILE_M x TILE_N of C over `depth` of k. Groups are numbered part by part of k, in a
//              part in bands of BAND rows of blocks, down the rows first: groups that run at the same
//              time share tiles in the cache. (Other dimensions hold 65,535 groups on some devices.)
// Parts:       part p of k, of `depth` elements, is stored at C + p * m * n; with one part that is C, with
//              more it is scratch memory that matmul_split_sum adds up
// Edges:       rows and columns outside are read as the last one inside, and not stored; beyond k both
//              tiles are zero
//
// Tiles are read and kept in packets of PACKET elements in 16 bytes (tiles.clh).
//   Items    An item's rows are packets of rows, ITEMS_M packets apart; its columns likewise. 32 items in
//            succession form LANES_M x LANES_N = 4 x 8 blocks: they read 4 packets of A and 8 of B, which
//            are 64 and 128 contiguous bytes, each bank once. They are counted down two rows, then along
//            the columns: items i and i ^ 1 share their packet of B, i and i ^ 2 that of A, and 16 items
//            instead of 8 can be served in one step of an access of 16 bytes.
//   Stages   Two tiles of each operand: while one is multiplied the next is on its way from global memory
//            to registers. One barrier a tile.
//
// Registers of 32 bits of an item (of 255 on an NVIDIA GPU): counted by hand as sums + operands of two
// steps of k + packets on their way + their offsets + about 16 more; and what Clang 15 and ptxas 13 take
// for sm_90, whatever the form, without a spill. Every index of a private array is a constant once the
// loops are unrolled, so none of them is memory.
//   fp32  128 x 256 x 16, 8 x 16   128 + 48 + 24 + 6 + 16 = 222   254 to 255   256 items
//         128 x 128 x 16, 8 x 16   128 + 48 + 32 + 8 + 16 = 232   251 to 255   128 items
//         128 x 128 x 16, 8 x 8     64 + 32 + 16 + 4 + 16 = 132   130 to 167   256 items
//          64 x  64 x 16, 8 x 4     32 + 24 + 16 + 4 + 16 =  92    80 to 117   128 items
//          32 x  32 x 32, 4 x 4     16 + 16 + 32 + 8 + 16 =  88    98 to 128    64 items
//   fp64  128 x  64 x  8, 8 x 8    128 + 64 + 24 + 6 + 16 = 238   242 to 254   128 items
//
// TILE_M, TILE_N  block of C of a group        TILE_K  length of a tile
// WORK_M, WORK_N  block of C of an item        VECTOR_A, VECTOR_B, VECTOR_C  1: aligned packets
// WIDE            as in tiles.clh
// All extents are powers of two; TILE_K, WORK_M and WORK_N at least 4.

#include "matmul/matmul.clh"

#ifndef TILE_M
#define TILE_M 64
#endif
#ifndef TILE_N
#define TILE_N 64
#endif
#ifndef WORK_M
#define WORK_M 8
#endif
#ifndef WORK_N
#define WORK_N 4
#endif
#ifndef VECTOR_A
#define VECTOR_A 0
#endif
#ifndef VECTOR_B
#define VECTOR_B 0
#endif
#ifndef VECTOR_C
#define VECTOR_C 0
#endif

#include "matmul/tiles.clh"

#define BAND 8
#define ITEMS_M (TILE_M / WORK_M)
#define ITEMS_N (TILE_N / WORK_N)
#define ITEMS (ITEMS_M * ITEMS_N)
#define LANES_M (ITEMS_M < 4 ? ITEMS_M : 4)
#define LANES_N (ITEMS_N < 8 ? ITEMS_N : 8)
#define LANES_PAIR (LANES_M < 2 ? 1 : 2)
#define STEP_M (ITEMS_M * PACKET)
#define STEP_N (ITEMS_N * PACKET)
#define PACKETS_N (WORK_N / PACKET)

// Packets of an operand that an item brings.
#define ALONG_K_A (FORM != TN)
#define ALONG_K_B (FORM == NT)
#define FETCHES_A (TILE_M * TILE_K / (PACKET * ITEMS))
#define FETCHES_B (TILE_N * TILE_K / (PACKET * ITEMS))

// Column of an item's packet `q`. A step of all banks or more is not touched by the swizzle, and is then
// a constant in the address.
#define COLUMN(first, q, step, swizzle) \
  ((step) < BANKS ? ((first) + (q) * (step)) ^ (swizzle) : ((first) ^ (swizzle)) + (q) * (step))

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void matmul_tiled(
    const ulong m, const ulong n, const ulong k, const real alpha,
    global const real* restrict a_buffer, const ulong a0,
    global const real* restrict b_buffer, const ulong b0,
    global const real* bias, const ulong bias0, global real* c_buffer, const ulong c0 EPILOGUE_PARAMETERS,
    const ulong depth) {
  local packet tile_a[2 * TILE_K * TILE_M / PACKET];
  local packet tile_b[2 * TILE_K * TILE_N / PACKET];

  // 1. Which block of C, which part of k.
  const uint blocks_m = (uint)((m + TILE_M - 1) / TILE_M);
  const uint blocks_n = (uint)((n + TILE_N - 1) / TILE_N);
  const uint part = (uint)get_group_id(0) / (blocks_m * blocks_n);
  const uint block = (uint)get_group_id(0) % (blocks_m * blocks_n);
  const uint band = block / (BAND * blocks_n);
  const uint in_band = block % (BAND * blocks_n);
  const uint band_rows = min((uint)BAND, blocks_m - band * BAND);
  const ulong first_row = (ulong)(band * BAND + in_band % band_rows) * TILE_M;
  const ulong first_column = (ulong)(in_band / band_rows) * TILE_N;
  const uint rows = (uint)min((ulong)TILE_M, m - first_row);
  const uint columns = (uint)min((ulong)TILE_N, n - first_column);
  const ulong first_k = part * depth;
  ulong remaining = min(depth, k - first_k);
  const uint tiles = (uint)((remaining + TILE_K - 1) / TILE_K);

  // 2. Which items of it, and which packets of the operands.
  const uint item = (uint)get_local_id(0);
  const uint lane = item % (LANES_M * LANES_N);
  const uint patch = item / (LANES_M * LANES_N);
  const uint item_m = patch / (ITEMS_N / LANES_N) * LANES_M
      + lane / (LANES_PAIR * LANES_N) * LANES_PAIR + lane % LANES_PAIR;
  const uint item_n = patch % (ITEMS_N / LANES_N) * LANES_N + lane / LANES_PAIR % LANES_N;

  const offset_t stride_a = (offset_t)(ALONG_K_A ? k : m);
  const offset_t stride_b = (offset_t)(ALONG_K_B ? k : n);
  global const real* a = a_buffer + a0 + A_INDEX(first_row, first_k);
  global const real* b = b_buffer + b0 + B_INDEX(first_k, first_column);
  offset_t offset_a[FETCHES_A];
  offset_t offset_b[FETCHES_B];
#pragma unroll
  for (uint f = 0; f < FETCHES_A; ++f) {
    const uint e = item + f * ITEMS;
    offset_a[f] = offset_of(
        L_OF(e, ALONG_K_A, TILE_M), I_OF(e, ALONG_K_A, TILE_M), rows, stride_a, ALONG_K_A, VECTOR_A);
  }
#pragma unroll
  for (uint f = 0; f < FETCHES_B; ++f) {
    const uint e = item + f * ITEMS;
    offset_b[f] = offset_of(
        L_OF(e, ALONG_K_B, TILE_N), I_OF(e, ALONG_K_B, TILE_N), columns, stride_b, ALONG_K_B,
        VECTOR_B);
  }

  packet acc[WORK_M][PACKETS_N];
#pragma unroll
  for (uint i = 0; i < WORK_M; ++i) {
#pragma unroll
    for (uint q = 0; q < PACKETS_N; ++q) {
      acc[i][q] = (packet)(ZERO);
    }
  }

  // 3. Tile t is fetched, tile t - 1 multiplied, tile t placed; so each piece of code exists once.
  for (uint t = 0; t <= tiles; ++t) {
    packet fetched_a[FETCHES_A];
    packet fetched_b[FETCHES_B];
    if (t < tiles) {
      if (remaining >= TILE_K) {
#pragma unroll
        for (uint f = 0; f < FETCHES_A; ++f) {
          const uint last = last_of(I_OF(item + f * ITEMS, ALONG_K_A, TILE_M), rows);
          fetched_a[f] = fetch(a + offset_a[f], last, ALONG_K_A, VECTOR_A);
        }
#pragma unroll
        for (uint f = 0; f < FETCHES_B; ++f) {
          const uint last = last_of(I_OF(item + f * ITEMS, ALONG_K_B, TILE_N), columns);
          fetched_b[f] = fetch(b + offset_b[f], last, ALONG_K_B, VECTOR_B);
        }
        remaining -= TILE_K;
      } else {
        const uint left = (uint)remaining;
#pragma unroll
        for (uint f = 0; f < FETCHES_A; ++f) {
          const uint e = item + f * ITEMS;
          const uint last = last_of(I_OF(e, ALONG_K_A, TILE_M), rows);
          fetched_a[f] = fetch_last(
              a + offset_a[f], last, L_OF(e, ALONG_K_A, TILE_M), left, ALONG_K_A, VECTOR_A);
        }
#pragma unroll
        for (uint f = 0; f < FETCHES_B; ++f) {
          const uint e = item + f * ITEMS;
          const uint last = last_of(I_OF(e, ALONG_K_B, TILE_N), columns);
          fetched_b[f] = fetch_last(
              b + offset_b[f], last, L_OF(e, ALONG_K_B, TILE_N), left, ALONG_K_B, VECTOR_B);
        }
      }
      a += ALONG_K_A ? TILE_K : TILE_K * m;
      b += ALONG_K_B ? TILE_K : TILE_K * n;
    }

    if (t > 0) {
      local const real* from_a = (local const real*)tile_a + (t - 1) % 2 * (TILE_K * TILE_M);
      local const real* from_b = (local const real*)tile_b + (t - 1) % 2 * (TILE_K * TILE_N);
#pragma unroll
      for (uint l = 0; l < TILE_K; ++l) {
        real left[WORK_M];
        packet right[PACKETS_N];
#pragma unroll
        for (uint q = 0; q < WORK_M / PACKET; ++q) {
          const uint i = COLUMN(item_m * PACKET, q, STEP_M, SWIZZLE(l, ALONG_K_A, TILE_M));
          const packet p = *(local const packet*)(from_a + l * TILE_M + i);
          UNPACK(left, q * PACKET, p);
        }
#pragma unroll
        for (uint q = 0; q < PACKETS_N; ++q) {
          const uint j = COLUMN(item_n * PACKET, q, STEP_N, SWIZZLE(l, ALONG_K_B, TILE_N));
          right[q] = *(local const packet*)(from_b + l * TILE_N + j);
        }
#pragma unroll
        for (uint i = 0; i < WORK_M; ++i) {
#pragma unroll
          for (uint q = 0; q < PACKETS_N; ++q) {
            acc[i][q] = fma((packet)(left[i]), right[q], acc[i][q]);
          }
        }
      }
    }

    if (t < tiles) {
      local real* to_a = (local real*)tile_a + t % 2 * (TILE_K * TILE_M);
      local real* to_b = (local real*)tile_b + t % 2 * (TILE_K * TILE_N);
#pragma unroll
      for (uint f = 0; f < FETCHES_A; ++f) {
        const uint e = item + f * ITEMS;
        place(to_a, fetched_a[f], L_OF(e, ALONG_K_A, TILE_M), I_OF(e, ALONG_K_A, TILE_M), ALONG_K_A,
              TILE_M);
      }
#pragma unroll
      for (uint f = 0; f < FETCHES_B; ++f) {
        const uint e = item + f * ITEMS;
        place(to_b, fetched_b[f], L_OF(e, ALONG_K_B, TILE_N), I_OF(e, ALONG_K_B, TILE_N), ALONG_K_B,
              TILE_N);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }  // tiles along k

  // 4. Store.
  global real* c = c_buffer + c0 + part * (m * n) + first_row * n + first_column;
#pragma unroll
  for (uint i = 0; i < WORK_M; ++i) {
    const uint row = i / PACKET * STEP_M + item_m * PACKET + i % PACKET;
    if (row < rows) {
#pragma unroll
      for (uint q = 0; q < PACKETS_N; ++q) {
        const uint column = q * STEP_N + item_n * PACKET;
        global real* to = c + (offset_t)row * (offset_t)n + column;
        real word[PACKET];
        UNPACK(word, 0, acc[i][q]);
        const ulong e = (first_row + row) * n + first_column + column;
#if VECTOR_C
        if (column < columns) {
#pragma unroll
          for (uint j = 0; j < PACKET; ++j) {
            word[j] = FINISH(word[j], first_column + column + j);
          }
          DROP_VALUES(e, PACKET, PACKET, PACKET == 4, word);
          *(global packet*)to = PACK(ELEMENT, word);
        }
#else
#pragma unroll
        for (uint j = 0; j < PACKET; ++j) {
          if (column + j < columns) {
            word[j] = FINISH(word[j], first_column + column + j);
          }
        }
        if (column < columns) {
          DROP_VALUES(e, min((uint)PACKET, columns - column), PACKET, 0, word);
        }
#pragma unroll
        for (uint j = 0; j < PACKET; ++j) {
          if (column + j < columns) {
            to[j] = word[j];
          }
        }
#endif
      }
    }
  }
}
